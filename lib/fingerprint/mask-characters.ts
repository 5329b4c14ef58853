/** Stands for a masked part in shapes and templates. `cleanText` removes it from input, so that it never means anything else. */
export const HOLE = '\u0001'

/** Kept digits travel as these characters: no mask takes them for digits and no merge for a word. */
const KEPT_BASE = 0xe000
const KEPT_DIGIT = /[\ue000-\ue009]/
const KEPT_DIGITS = /[\ue000-\ue009]/g

/** Hides digits that mean something (an HTTP status, an exit code) from masks and merges. */
export const keepDigits = (digits: string): string =>
  digits.replace(/[0-9]/g, (digit) => String.fromCharCode(KEPT_BASE + Number(digit)))

/** Kept digits as digits again. */
export const restoreDigits = (text: string): string =>
  KEPT_DIGIT.test(text) ? text.replace(KEPT_DIGITS, (char) => String(char.charCodeAt(0) - KEPT_BASE)) : text

export const holdsKeptDigits = (text: string): boolean => KEPT_DIGIT.test(text)

/** A template as people read it. */
export const shownTemplate = (template: string): string => restoreDigits(template).replaceAll(HOLE, '<*>')
