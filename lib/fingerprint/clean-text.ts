/** Anything that is not a plain character of a line: controls, C1, bidi marks, joiners, private use, lone surrogates. */
const UNCLEAN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff\ufffd]|[\ud800-\udfff]/
/** Colour and cursor sequences, and titles; each part excludes what starts the next, so that no input makes it slow. */
const ANSI = /\u001b(?:\[[0-9;:<=>?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g
const BLANKS = /[\u0009-\u000d\u0085\u00a0\u2028\u2029]/g
const CONTROLS =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ue000-\uf8ff\ufeff\ufffd]|\p{Surrogate}/gu

/**
 * One line without colours, controls, marks that reorder text and characters of private use. Linear in its length.
 * @param text at most as long as the caller wants to read
 */
export function cleanText(text: string): string {
  if (!UNCLEAN.test(text)) return text
  return text.replace(ANSI, '').replace(BLANKS, ' ').replace(CONTROLS, '')
}
