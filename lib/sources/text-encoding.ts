/** How the characters of a text stand in its bytes. */
export type TextEncoding = 'utf8' | 'utf16le' | 'utf16be'

const SAMPLE_BYTES = 4_096
/** A zero or two in a few bytes tell nothing. */
const PAIRS_MIN = 4
/** Of UTF-16 without a mark: so many of the high bytes of ordinary text are zero, and so few of the low ones. */
const ZERO_SHARE = 0.3
const STRAY_SHARE = 0.05

/** The encoding of a text by its mark, else by where zero bytes stand in its beginning; UTF-8 where neither tells. */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf16le'
  if (first === 0xfe && second === 0xff) return 'utf16be'
  const pairs = Math.floor(Math.min(bytes.length, SAMPLE_BYTES) / 2)
  if (pairs < PAIRS_MIN) return 'utf8'
  let [even, odd] = [0, 0]
  for (let at = 0; at < pairs * 2; at += 2) {
    if (bytes[at] === 0) even += 1
    if (bytes[at + 1] === 0) odd += 1
  }
  if (odd >= pairs * ZERO_SHARE && even <= pairs * STRAY_SHARE) return 'utf16le'
  if (even >= pairs * ZERO_SHARE && odd <= pairs * STRAY_SHARE) return 'utf16be'
  return 'utf8'
}

const DECODERS = {
  utf8: new TextDecoder('utf-8', { ignoreBOM: true }),
  utf16le: new TextDecoder('utf-16le', { ignoreBOM: true }),
  utf16be: new TextDecoder('utf-16be', { ignoreBOM: true }),
}

/** Bytes as text; what is no character becomes U+FFFD, a mark stays. */
export const decodeText = (bytes: Uint8Array, encoding: TextEncoding): string => DECODERS[encoding].decode(bytes)

const LINE_ENDS = {
  utf8: new Uint8Array([10]),
  utf16le: new Uint8Array([10, 0]),
  utf16be: new Uint8Array([0, 10]),
} as const

/** How many bytes a line end has. */
export const lineEndLength = (encoding: TextEncoding): number => LINE_ENDS[encoding].length

/** Where the next line ends, or -1. Of UTF-16 the bytes must begin with a whole character: one half may look like an end. */
export function lineEndIn(bytes: Buffer, from: number, encoding: TextEncoding): number {
  if (encoding === 'utf8') return bytes.indexOf(10, from)
  const end = LINE_ENDS[encoding]
  let at = bytes.indexOf(end, from)
  while (at !== -1 && at % 2 === 1) at = bytes.indexOf(end, at + 1)
  return at
}
