import { keepNamedExitCode } from './exit-code'
import { keepNamedStatus } from './http-status'
import { HOLE } from './mask-characters'

/** Without any of these a word holds nothing to mask; by far the most words. */
const MASKABLE = /[0-9/\\@]|\.\.|:[0-9a-fA-F]{1,4}:/
/** A technical word between punctuation, masked as one: `run-17:`, `(3.14)`. */
const TECHNICAL = /^(["'([<]*)([\w.-]*[0-9][\w.-]*)([\])>"',:;!?]*)$/
/** A whole word that is a path, between punctuation. */
const WHOLE_PATH = /^(["'([<]?)(?:[A-Za-z]:|~|\.{1,2})?(?:[\\/][\w.@%+~$-]+)+([\])>"',:;]*)$/
const NAME = /^[A-Za-z_]+[0-9][.-]*$/

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
  if (!MASKABLE.test(word)) return word
  const technical = TECHNICAL.exec(word)
  if (technical && !word.includes('..')) {
    const [, open = '', core = '', close = ''] = technical
    if (NAME.test(core)) return word
    return open + HOLE + (GIVEN_BACK.exec(core)?.[0] ?? '') + close
  }
  const path = WHOLE_PATH.exec(word)
  if (path) return `${path[1] ?? ''}${HOLE}${path[2] ?? ''}`
  const known = memo.get(word)
  if (known !== undefined) return known
  const masked = maskParts(word)
  if (word.length <= MEMO_WORD_MAX) {
    if (memo.size >= MEMO_MAX) memo.clear()
    memo.set(word, masked)
  }
  return masked
}

function maskParts(word: string): string {
  const hasSlash = /[\\/]/.test(word)
  let masked = keepNamedExitCode(keepNamedStatus(word))
  if (word.includes('..')) masked = masked.replace(DOTS, ' .. ')
  if (hasSlash && word.includes('://')) masked = masked.replace(URL, HOLE)
  if (word.includes('@')) masked = masked.replace(EMAIL, HOLE)
  if (hasSlash) masked = masked.replace(PATH, HOLE).replace(RELATIVE_PATH, HOLE).replace(RELATIVE_FILE, HOLE)
  if (word.includes(':')) masked = masked.replace(COLON_HEX, HOLE)
  return maskNumbers(masked)
    .replace(AROUND_HOLE, (around) => HOLE + (GIVEN_BACK.exec(around)?.[0] ?? ''))
    .replace(NAME_DIGITS, showNameDigit)
    .trim()
}

function maskNumbers(word: string): string {
  if (!/[0-9]/.test(word)) return word
  const masked = word.includes('-') ? word.replace(UUID, HOLE) : word
  return masked
    .replace(HEX, HOLE)
    .replace(BARE_HEX, HOLE)
    .replace(NAME_WITH_DIGIT, hideNameDigit)
    .replace(KEY, (key) => key.replace(DIGITS, '#'))
    .replace(DIGITS, HOLE)
}
