import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { type Batch, type JsonlReader, lineByLine } from '@/lib/sources/reader'
import { readJsonl } from './read-jsonl'

const reader: JsonlReader = {
  system: 'autopack',
  parserVersion: 1,
  detect: (first) => (typeof first === 'object' && first !== null && 'n' in first ? { systemVersion: 'test' } : null),
  ownSessions: false,
  open: lineByLine((value) =>
    typeof (value as { n?: unknown }).n === 'number' ? { records: [] } : { rejected: 'n is no number' },
  ),
}

function opener(bytes: Buffer, chunk = 7) {
  return (start: number) => {
    const rest = bytes.subarray(start)
    const parts: Buffer[] = []
    for (let at = 0; at < rest.length; at += chunk) parts.push(rest.subarray(at, at + chunk))
    return Readable.from(parts)
  }
}

async function readAll(text: string | Buffer, cursor: unknown = null): Promise<Batch> {
  const bytes = Buffer.from(text)
  const opened = await readJsonl(opener(bytes), bytes.length, [reader])
  if (typeof opened === 'string') throw new Error(opened)
  let last: Batch = { records: [], rejected: [], unparsed: [], dropped: [], cursor, done: 0 }
  const rejected: Batch['rejected'] = []
  for await (const batch of opened.read(cursor)) {
    rejected.push(...batch.rejected)
    last = batch
  }
  return { ...last, rejected }
}

test('a bad line is told with its number and the others are read', async () => {
  const { rejected } = await readAll('{"n":1}\n{"n":\n\n{"n":"x"}\n[1,2\n{"n":5}\n')
  expect(rejected).toEqual([
    { line: 2, place: 'line 2', reason: 'not JSON: unexpected end of input' },
    { line: 4, place: 'line 4', reason: 'n is no number' },
    { line: 5, place: 'line 5', reason: expect.stringContaining('not JSON') },
  ])
})

test('a half-written last line is told and read again when it is whole', async () => {
  const half = '{"n":1}\n{"n":2'
  const first = await readAll(half)
  expect(first.rejected.map((r) => r.line)).toEqual([2])
  expect(first.cursor).toMatchObject({ offset: 8, line: 1 })
  const second = await readAll(`${half}}\n{"n":3}\n`, first.cursor)
  expect(second.rejected).toEqual([])
  expect(second.cursor).toMatchObject({ offset: 24, line: 3 })
})

test('a whole last line without its end is taken, and growth after it is read on', async () => {
  const first = await readAll('{"n":1}\n{"n":2}')
  expect(first.cursor).toMatchObject({ offset: 15, line: 2 })
  const second = await readAll('{"n":1}\n{"n":2}\n{"n":"no"}\n', first.cursor)
  expect(second.rejected).toHaveLength(1)
})

test('a byte-order mark, carriage returns and invalid UTF-8 do not end the reading', async () => {
  const text = Buffer.concat([
    Buffer.from('\uFEFF{"n":1}\r\n{"n":2,"t":"'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}\r\n'),
  ])
  expect((await readAll(text)).rejected).toEqual([])
})

test('a file that is no JSON lines, or that no reader knows, is refused in words', async () => {
  const plain = Buffer.from('hello\nworld\n')
  expect(await readJsonl(opener(plain), plain.length, [reader])).toBe('it is neither a database nor lines of JSON')
  const other = Buffer.from('{"other":1}\n')
  expect(await readJsonl(opener(other), other.length, [reader])).toBe('no reader knows its records')
})

test('a line of 500 MB is named and passed over without being held', async () => {
  const [piece, good] = [Buffer.alloc(2 ** 20, 'x'), Buffer.from('{"n":1}\n')]
  const used = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
  const before = used()
  let most = 0
  function* pieces() {
    yield good
    // The same piece again and again: what memory grows by, the reading itself has taken.
    for (let sent = 0; sent < 500; sent += 1) {
      yield piece
      most = Math.max(most, used())
    }
    yield Buffer.concat([Buffer.from('\n'), good])
  }
  const opened = await readJsonl(() => Readable.from(pieces()), 500 * 2 ** 20, [reader])
  if (typeof opened === 'string') throw new Error(opened)
  const rejected: Batch['rejected'] = []
  let cursor: unknown = null
  for await (const batch of opened.read(null)) {
    rejected.push(...batch.rejected)
    cursor = batch.cursor
  }
  expect(rejected).toEqual([{ line: 2, place: 'line 2', reason: 'the line is longer than 32 MiB' }])
  expect(cursor).toMatchObject({ line: 3, offset: 500 * 2 ** 20 + 17 })
  expect(most - before).toBeLessThan(20 * 2 ** 20)
})
