import { keepDigits } from './mask-characters'

/** Errors only: 200 and 204 are the same success. */
const STATUS = '[45][0-9]{2}'
/** The number stands in one word with what names it: `status=404`, `"statusCode":503`. */
const NAMED_IN_WORD = new RegExp(
  `((?:^|[^a-z])(?:http|status|(?:http_?)?status_?code|response_?code)["']?[=:(]+["']?)(${STATUS})(?![0-9.:-])`,
  'i',
)
const STATUS_WORD = new RegExp(`^(["'([<]*)(${STATUS})((?![0-9.:-][0-9]|[0-9])[^0-9]*)$`)
/** The word before the number names it. */
const NAMES_STATUS =
  /(?:^|[^a-z])(?:http(?:\/[0-9](?:\.[0-9])?)?|https?[_-]?(?:error|status)|status|status_?code)["':=,(]*$/i
/** `code: 404` alone may be any code; `error code`, `status code` and `response code` of these numbers are HTTP's. */
const CODE = /^code["':=,(]*$/i
const BEFORE_CODE = /^["'(]*(?:error|status|response|http)$/i
const REASON =
  /^(?:Client Error|Server Error|Bad Request|Unauthorized|Payment Required|Forbidden|Not Found|Method Not|Not Acceptable|Request Time|Conflict|Gone|Payload Too|Unprocessable|Too Many|Internal Server|Not Implemented|Bad Gateway|Service Unavailable|Service Temporarily|Gateway Time)/i

/** The word with an HTTP status it names kept from the masks. */
export const keepNamedStatus = (word: string): string =>
  word.replace(NAMED_IN_WORD, (_, name: string, digits: string) => name + keepDigits(digits))

const API_ERROR = /^error:?$/i

/**
 * The word at `at` with its number kept when its neighbours say that it is an HTTP status (`HTTP/1.1" 404`,
 * `404 Client Error`), else null.
 */
export function keepStatusWord(words: readonly string[], at: number): string | null {
  const found = STATUS_WORD.exec(words[at] ?? '')
  if (!found) return null
  const [, open = '', digits = '', rest = ''] = found
  const before = words[at - 1] ?? ''
  const named =
    NAMES_STATUS.test(before) ||
    (CODE.test(before) && BEFORE_CODE.test(words[at - 2] ?? '')) ||
    (API_ERROR.test(before) && /^["'(]*api$/i.test(words[at - 2] ?? '')) ||
    REASON.test(`${words[at + 1] ?? ''} ${words[at + 2] ?? ''}`)
  return named ? open + keepDigits(digits) + rest : null
}
