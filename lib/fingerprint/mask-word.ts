import { keepNamedExitCode } from './exit-code'
import { keepNamedStatus } from './http-status'
import { HOLE } from './mask-characters'

/** Words that hold nothing to mask, by far the most. */
const PLAIN = /^[A-Za-z]+[,.;:!?]?$/

const DOTS = /(?<![\\/])\.{2,}(?![\\/])/g
const URL = /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]*:\/\/[^,;"'<>()[\]]*[^,;"'<>()[\].:!?]/g
const EMAIL = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const UUID = /(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?!\w)/gi
/** An absolute path with an optional drive, or one that starts with `~`, `.` or `..`. */
const PATH = /(?<=^|["'([=:,<`])(?:[A-Za-z]:|~|\.{1,2})?(?:[\\/]+[\w.@%+~$-]+)+[\\/]*(?!\w)/g
/** A path without a beginning that tells: two separators, or one and the ending of a file name. */
const RELATIVE_PATH = /(?<=^|["'([=:,<`])[\w.@%+~$-]+(?:[\\/]+[\w.@%+~$-]+){2,}[\\/]*(?!\w)/g
const RELATIVE_FILE = /(?<=^|["'([=:,<`])[\w.@%+~$-]+[\\/]+[\w@%+~$-]+(?:\.[\w@%+~$-]+)*\.[A-Za-z]\w{0,4}(?!\w)/g
const HEX = /(?<!\w)0x[0-9a-f]+/gi
const COLON_HEX = /(?<![\w:])(?:[0-9a-f]{1,4}:{1,2}){3,7}[0-9a-f]{0,4}(?![\w:])/gi
const BARE_HEX = /(?<!\w)(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{6,}(?!\w)/gi
/** A name with one digit (`eth0`, `IPv6`) is a name. */
const NAME_WITH_DIGIT = /(?<![\w.\u0001-])[A-Za-z_]+[0-9](?![\w\u0001]|[.-]\w)/g
const KEY = /(?<!\w)[A-Za-z_][\w.-]*(?==)/g
const DIGITS = /[0-9]+/g
/** A hole takes the rest of the technical word that it stands in. */
const AROUND_HOLE = /[\w.@$%#+~*-]*(?:\u0001[\w.@$%#+~-]*)+/g
const GIVEN_BACK = /[.-]+$/

/** The digit of a name waits as one of these until the other digits are masked. */
const NAME_DIGIT_BASE = 0xe010
const NAME_DIGITS = /[\ue010-\ue019]/g
const hideNameDigit = (name: string) => name.slice(0, -1) + String.fromCharCode(NAME_DIGIT_BASE + Number(name.at(-1)))
const showNameDigit = (char: string) => String(char.charCodeAt(0) - NAME_DIGIT_BASE)

const MEMO_MAX = 20_000
/** Longer words are hardly ever seen twice. */
const MEMO_WORD_MAX = 80
const memo = new Map<string, string>()

/** One blank-separated word with its variable parts replaced by HOLE; may become several words (`..` stands alone). */
export function maskWord(word: string): string {
  if (PLAIN.test(word)) return word
  const known = memo.get(word)
  if (known !== undefined) return known
  const masked = maskTechnical(word)
  if (word.length <= MEMO_WORD_MAX) {
    if (memo.size >= MEMO_MAX) memo.clear()
    memo.set(word, masked)
  }
  return masked
}

function maskTechnical(word: string): string {
  const masked = keepNamedExitCode(keepNamedStatus(word))
    .replace(DOTS, ' .. ')
    .replace(URL, HOLE)
    .replace(EMAIL, HOLE)
    .replace(UUID, HOLE)
    .replace(PATH, HOLE)
    .replace(RELATIVE_PATH, HOLE)
    .replace(RELATIVE_FILE, HOLE)
    .replace(HEX, HOLE)
    .replace(COLON_HEX, HOLE)
    .replace(BARE_HEX, HOLE)
    .replace(NAME_WITH_DIGIT, hideNameDigit)
    .replace(KEY, (key) => key.replace(DIGITS, '#'))
    .replace(DIGITS, HOLE)
    .replace(AROUND_HOLE, (around) => HOLE + (GIVEN_BACK.exec(around)?.[0] ?? ''))
  return masked.replace(NAME_DIGITS, showNameDigit).trim()
}
