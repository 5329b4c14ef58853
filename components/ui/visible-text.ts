/** Foreign text made safe to look at: what would hide, reorder or colour other text becomes a visible mark. */

export type Piece = { kind: 'text'; text: string } | { kind: 'mark'; symbol: string; name: string }

// CSI, OSC (to BEL or ST) and the two-character escapes.
const ANSI =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,4096}(?:\u0007|\u001b\\)?|[PX^_][^\u001b]{0,4096}(?:\u001b\\)?|[@-Z\\-_])/g

const NAMED = new Map<number, string>([
  [0x00ad, 'SHY'],
  [0x061c, 'ALM'],
  [0x180e, 'MVS'],
  [0x200b, 'ZWSP'],
  [0x200e, 'LRM'],
  [0x200f, 'RLM'],
  [0x2028, 'LS'],
  [0x2029, 'PS'],
  [0x202a, 'LRE'],
  [0x202b, 'RLE'],
  [0x202c, 'PDF'],
  [0x202d, 'LRO'],
  [0x202e, 'RLO'],
  [0x2060, 'WJ'],
  [0x2066, 'LRI'],
  [0x2067, 'RLI'],
  [0x2068, 'FSI'],
  [0x2069, 'PDI'],
  [0xfeff, 'BOM'],
  [0xfffd, 'invalid'],
])

const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd\u{e0000}-\u{e007f}]|[\ud800-\udfff]/gu
// More than four combining marks in a row only serve to paint over the lines above and below.
const STACKED = /(\p{M}{4})\p{M}+/gu

/** Cuts at a length without splitting a pair of surrogates. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length)
}

function markOf(char: string): Piece {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x20) return { kind: 'mark', symbol: String.fromCharCode(0x2400 + code), name: `control ${hex(code)}` }
  if (code === 0x7f) return { kind: 'mark', symbol: '\u2421', name: 'control 7F' }
  const name = NAMED.get(code)
  return { kind: 'mark', symbol: name ?? hex(code), name: name ? `${name} (U+${hex(code)})` : `U+${hex(code)}` }
}

const hex = (code: number) => code.toString(16).toUpperCase().padStart(2, '0')

/**
 * Strips ANSI sequences and names control, bidi and invisible characters.
 * Newlines and tabs stay (`lines`), or become one space each (single line).
 */
export function visibleText(text: string, { lines = false } = {}): Piece[] {
  const clean = text.replace(ANSI, '').replace(/\r\n?/g, '\n').replace(STACKED, '$1')
  const source = lines ? clean : clean.replace(/[\n\t]+/g, ' ')
  const pieces: Piece[] = []
  let from = 0
  for (const match of source.matchAll(HIDDEN)) {
    if (match.index > from) pieces.push({ kind: 'text', text: source.slice(from, match.index) })
    pieces.push(markOf(match[0]))
    from = match.index + match[0].length
  }
  if (from < source.length) pieces.push({ kind: 'text', text: source.slice(from) })
  return pieces
}

/** The same as plain text, for titles and labels: marks in angle brackets. */
export function plainText(text: string, length = 500): string {
  const shown = visibleText(cutText(text, length))
    .map((piece) => (piece.kind === 'text' ? piece.text : `‹${piece.symbol}›`))
    .join('')
  return text.length > length ? `${shown}…` : shown
}

/** Keeps both ends, because both carry meaning: "build132-covera…lta-integration". Counts characters, not bytes. */
export function middleTruncate(text: string, max: number): string {
  const chars = Array.from(cutText(text, 4_096))
  if (chars.length <= max && text.length <= 4_096) return text
  const keep = Math.max(2, max - 1)
  const head = Math.ceil(keep / 2)
  const tail = Array.from(text.slice(-2 * keep)).slice(-(keep - head))
  return `${chars.slice(0, head).join('')}…${tail.join('')}`
}
