import { secrecyOf } from './secret-name'

export const MASK = '[masked]'

export interface Masked<T> {
  value: T
  /** How many places were masked. */
  masked: number
}

type Rule = [pattern: RegExp, replace: (...groups: string[]) => string | null]

/** Not inside a word: `task-force` holds no `sk-force`. */
const START = '(?<![A-Za-z0-9])'

const isPlainWord = (value: string) =>
  /^(?:-?\d+(?:\.\d+)?|true|false|null|none|bearer|basic)$/i.test(value) || value === MASK

/** In running text a lone `key:` or `token:` is more often prose than a setting. */
function isSecretIn(text: { name: string; quote: string; sign: string }): boolean {
  const name = text.name.replace(/^-+/, '')
  if (/^key$/i.test(name)) return false
  if (/^(token|auth)$/i.test(name)) return text.quote !== '' || text.sign.includes('=')
  return secrecyOf(name) !== 'none'
}

const RULES: readonly Rule[] = [
  [/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g, () => MASK],
  [/\b(Bearer)(\s{1,4})[A-Za-z0-9._~+/=-]{6,}/gi, (_, word = '', space = '') => `${word}${space}${MASK}`],
  [
    /\b(Basic)(\s{1,4})(?=[A-Za-z+/]{0,4000}[0-9=])[A-Za-z0-9+/]{8,}={0,2}/gi,
    (_, word = '', space = '') => `${word}${space}${MASK}`,
  ],
  [new RegExp(`${START}[spr]k[-_][A-Za-z0-9_-]{6,}`, 'g'), () => MASK],
  [
    new RegExp(
      `${START}(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\\w{20,}|glpat-[\\w-]{16,}|xox[a-z]-[\\w-]{10,})`,
      'g',
    ),
    () => MASK,
  ],
  [
    new RegExp(
      `${START}(?:(?:AKIA|ASIA)[0-9A-Z]{12,}|AIza[\\w-]{30,}|ya29\\.[\\w-]{10,}|hf_[A-Za-z0-9]{16,}|npm_[A-Za-z0-9]{30,})`,
      'g',
    ),
    () => MASK,
  ],
  [new RegExp(`${START}eyJ[\\w-]{8,}\\.[\\w-]{4,}\\.[\\w-]*`, 'g'), () => MASK],
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#"'<>@]{1,2000})@/gi, (_, scheme = '') => `${scheme}${MASK}@`],
  [
    /([?&;])([A-Za-z0-9_.-]{1,64})=([^&\s#"'<>]+)/g,
    (_, mark = '', name = '', value = '') =>
      isPlainWord(value) || (!/^sig(nature)?$/i.test(name) && secrecyOf(name) === 'none')
        ? null
        : `${mark}${name}=${MASK}`,
  ],
  // `--api-key VALUE`
  [
    /(?<![\w-])(--?[A-Za-z][\w-]{1,63})(\s{1,4})([^\s"'-][^\s"']*)/g,
    (_, name = '', space = '', value = '') =>
      isPlainWord(value) || secrecyOf(name) === 'none' ? null : `${name}${space}${MASK}`,
  ],
  // `NAME=value`, `name: value`, `"name": "value"`, and the last within a text of JSON
  [
    /(?<![\w-])(-{0,2}[A-Za-z_][\w.-]{0,63})(\\{0,8}["']|)(\s{0,8}[=:]\s{0,8})(\\{0,8}["']|)((?<=["'])(?:[^"'\\]|\\[^"'])+|[^\s,;"'{}[\]\\]+)/g,
    (_, name = '', quote = '', sign = '', open = '', value = '') =>
      isPlainWord(value) || value.startsWith('//') || !isSecretIn({ name, quote, sign })
        ? null
        : `${name}${quote}${sign}${open}${/^(Bearer|Basic) /i.test(value) ? value : MASK}`,
  ],
]

/** A text with every secret in it that can be told by its form or by the name before it replaced. Pure, linear. */
export function maskText(text: string): Masked<string> {
  let masked = 0
  let value = text
  for (const [pattern, replace] of RULES) {
    value = value.replace(pattern, (whole: string, ...groups: unknown[]) => {
      const found = replace(whole, ...groups.filter((group) => typeof group === 'string'))
      if (found === null || found === whole) return whole
      masked += 1
      return found
    })
  }
  return { value, masked }
}
