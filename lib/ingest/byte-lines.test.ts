import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { encodingOf } from '@/lib/sources/text-encoding'
import { type ByteLine, linesOf, type Opened } from './byte-lines'

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
/** A letter whose bytes hold a line end, and one beyond the first plane. */
const TEXT = 'one ਊ 𝄞\r\n\ntwo Ċ\nrest'

async function all(opened: Opened, encoding: ReturnType<typeof encodingOf>, start = { offset: 0, line: 0 }) {
  const lines: ByteLine[] = []
  for await (const line of linesOf(opened, start, encoding)) lines.push(line)
  return lines
}

function chunked(bytes: Buffer, size: number): Readable {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) parts.push(bytes.subarray(at, at + size))
  return Readable.from(parts)
}

test('lines are the same in every encoding, in memory and in chunks of any size', async () => {
  const texts = TEXT.split('\n')
  for (const [encoding, bytes] of [
    ['utf8', Buffer.from(TEXT)],
    ['utf16le', Buffer.from(TEXT, 'utf16le')],
    ['utf16be', utf16be(TEXT)],
  ] as const) {
    const whole = await all(bytes, encoding)
    expect(whole.map(({ text }) => text)).toEqual(texts)
    expect(whole.map(({ terminated }) => terminated)).toEqual([true, true, true, false])
    expect(whole.at(-1)?.offset).toBe(bytes.length)
    for (const size of [1, 2, 3, 7]) expect(await all(chunked(bytes, size), encoding)).toEqual(whole)
    const [, second] = whole
    const from = { offset: second?.offset ?? 0, line: 2 }
    expect(await all(bytes, encoding, from)).toEqual(whole.slice(2))
    expect(await all(chunked(bytes.subarray(from.offset), 3), encoding, from)).toEqual(whole.slice(2))
  }
})

test('a file cut within a character and broken pairs give what can be read, and say so', async () => {
  const bytes = Buffer.concat([Buffer.from('a\n\uD800b\n', 'utf16le'), Buffer.from('cd', 'utf16le').subarray(0, 3)])
  const lines = await all(chunked(bytes, 2), 'utf16le')
  expect(lines.map(({ text, invalid }) => [text, invalid])).toEqual([
    ['a', false],
    ['\uFFFDb', true],
    ['c\uFFFD', true],
  ])
  expect(lines.at(-1)?.offset).toBe(bytes.length)
})

test('the encoding is known by its mark, or by its zeros', () => {
  expect(encodingOf(Buffer.from('\uFEFFa', 'utf16le'))).toBe('utf16le')
  expect(encodingOf(utf16be('\uFEFFa'))).toBe('utf16be')
  expect(encodingOf(Buffer.from('plain text', 'utf16le'))).toBe('utf16le')
  expect(encodingOf(utf16be('plain text'))).toBe('utf16be')
  for (const text of ['', 'a', 'plain', '\uFEFFplain', 'a\0b', '\0\0\0\0', 'grüße', '日本語'])
    expect(encodingOf(Buffer.from(text))).toBe('utf8')
})
