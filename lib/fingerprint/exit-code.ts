import { keepDigits } from './mask-characters'

const CODE_WORD = /^(["'([]?-?)([0-9]{1,3})((?![0-9.:-][0-9]|[0-9A-Za-z])[^0-9A-Za-z]*)$/
const NAMED_IN_WORD =
  /((?:^|[^a-z])(?:exit[_-]?(?:code|status)|return[_-]?code|rc)["']?[=:]["']?-?)([0-9]{1,3})(?![\w.:-])/i
const CODE = /^(?:code|status)["':=]*$/i
const EXIT = /^["'(]*(?:exit|exited|return|returned)$/i
const ENDED = /^["'(]*(?:exit(?:ed|s)?|fail(?:ed|s)?|terminated|finished|completed|died|quit)$/i

/** The word with an exit code it names kept from the masks. */
export const keepNamedExitCode = (word: string): string =>
  word.replace(NAMED_IN_WORD, (_, name: string, digits: string) => name + keepDigits(digits))

/** The word at `at` with its number kept when the words before say that a process ended with it, else null. */
export function keepExitCode(words: readonly string[], at: number): string | null {
  const found = CODE_WORD.exec(words[at] ?? '')
  if (!found || !isNamed(words, at)) return null
  const [, open = '', digits = '', rest = ''] = found
  return open + keepDigits(digits) + rest
}

function isNamed(words: readonly string[], at: number): boolean {
  const [before = '', second = '', third = ''] = [words[at - 1], words[at - 2], words[at - 3]]
  if (CODE.test(before)) return EXIT.test(second) || (second === 'with' && ENDED.test(third))
  return before === 'with' && EXIT.test(second)
}
