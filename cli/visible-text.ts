/**
 * Characters that steer a terminal or reorder text: controls, DEL, C1, bidi marks and overrides, line and paragraph
 * separators, lone surrogates. Records hold what agents wrote; a terminal must show it and never obey it.
 */
const STEERING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]|\p{Surrogate}/gu

const escaped = (char: string) => {
  const code = char.codePointAt(0) ?? 0
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
}

/** The text with every steering character spelled out: `\u001b[31m`. */
export function visibleText(text: string): string {
  return text.replace(STEERING, (char) => (char === '\n' ? '\\n' : char === '\t' ? '\\t' : escaped(char)))
}

/** JSON that means the same and holds no raw steering character, for terminals and for pipes alike. */
export function visibleJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(STEERING, (char) => {
    if (char === '\n') return char
    return [...Array(char.length).keys()]
      .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join('')
  })
}
