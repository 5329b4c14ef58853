import { appendFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'

const SESSION = '11111111-2222-4333-8444-555555555555'

/** An assistant record of 100 tokens, with whatever is to be wrong with it. */
function reply(id: string, more: Record<string, unknown> = {}, message: Record<string, unknown> = {}) {
  return {
    parentUuid: null,
    isSidechain: false,
    userType: 'external',
    cwd: '/home/dev/shop',
    sessionId: SESSION,
    version: '2.1.219',
    type: 'assistant',
    uuid: `uuid-${id}`,
    timestamp: '2026-07-01T10:00:00.000Z',
    requestId: `req_${id}`,
    message: {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model: 'claude-opus-4-8',
      content: [{ type: 'text', text: 'Done.' }],
      stop_reason: 'end_turn',
      usage: usage(90, 10),
      ...message,
    },
    ...more,
  }
}

const usage = (input: unknown, output: unknown) => ({
  input_tokens: input,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: output,
})

const text = (value: unknown) => JSON.stringify(value)
const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`

/** Each is one line; `good` says how many records of 100 tokens are in it. */
const LINES: { line: string | Buffer; good: number }[] = [
  { line: text(reply('first')), good: 1 },
  { line: text(reply('glued-1')) + text(reply('glued-2')), good: 2 },
  { line: `${text(reply('half')).slice(0, 200)}`, good: 0 },
  { line: `\u0000\u0000\u0000${text(reply('after-zeros'))}`, good: 1 },
  { line: Buffer.concat([Buffer.from(text(reply('bytes')).replace('Done.', 'X')), Buffer.from([])]), good: 1 },
  { line: Buffer.from(text(reply('latin')).replace('Done.', 'caf\u00e9'), 'latin1'), good: 1 },
  {
    line: text(reply('input', {}, { content: [{ type: 'tool_use', id: 't', name: 'Bash', input: 0 }] })).replace(
      '"input":0',
      `"input":${deep}`,
    ),
    good: 1,
  },
  {
    line: text(reply('proto')).replace(
      '"type":"assistant"',
      '"type":"assistant","__proto__":{"evil":1},"constructor":{"x":1}',
    ),
    good: 1,
  },
  { line: text(reply('twice')).replace('"isSidechain":false', '"isSidechain":true,"isSidechain":false'), good: 1 },
  { line: text(reply('no-zone', { timestamp: '2026-07-01T10:00:00' })), good: 1 },
  { line: text(reply('absurd', { timestamp: '+275760-09-13T00:00:00.001Z' })), good: 1 },
  { line: text(reply('not-a-time', { timestamp: 'yesterday' })), good: 1 },
  { line: text(reply('negative', {}, { usage: usage(-5, 10) })), good: 0 },
  { line: text(reply('huge', {}, { usage: usage(1e300, '12') })), good: 0 },
  { line: text(reply('long', {}, { content: [{ type: 'text', text: 'x'.repeat(3_000_000) }] })), good: 1 },
  ...Array.from({ length: 1_000 }, (_, n) => ({
    line: text({ type: 'brand-new', sessionId: SESSION, uuid: `u${n}`, n }),
    good: 0,
  })),
  { line: text(reply('last')), good: 1 },
  { line: text(reply('cut')).slice(0, -20), good: 0 },
]

test('a file with everything wrong gives all that is right in it, and says what was wrong, and where', async () => {
  const file = path.join(testFolder(), `${SESSION}.jsonl`)
  writeFileSync(file, Buffer.concat(LINES.flatMap(({ line }) => [Buffer.from(line), Buffer.from('\n')]).slice(0, -1)))
  const store = await testDb()
  const { files } = await importInto(store, [file])
  const receipt = files[0]

  const events = await store.db.usageEvent.findMany()
  const whole = events.filter((event) => event.total === 100n)
  expect(whole).toHaveLength(LINES.reduce((sum, { good }) => sum + good, 0))
  expect(({} as Record<string, unknown>)['evil']).toBeUndefined()

  // Counts that cannot be are unknown, and said to be: never zero, never believed.
  const strange = events.filter((event) => ['msg_negative/req_negative', 'msg_huge/req_huge'].includes(event.nativeId))
  expect(strange.map((event) => event.input)).toEqual([null, null])
  for (const event of strange) expect(event.flags).toContain('number_unreadable')

  expect(receipt?.rejected.map(({ line, reason }) => [line, reason])).toEqual([
    [3, 'not JSON: unexpected end of input'],
    [LINES.length, 'not JSON: unexpected end of input'],
  ])
  const seen = new Map(receipt?.unparsed.map(({ name, count }) => [name, count]))
  expect([...seen.entries()].filter(([name]) => name.includes('brand-new'))).toEqual([[expect.any(String), 1_000]])
  expect(seen.get('records on one line')).toBe(1)
  expect(seen.get('zero bytes')).toBe(1)
  expect(seen.get('bytes that are no UTF-8')).toBe(1)
  const again = await importInto(store, [file])
  expect(again.files[0]?.status).toBe('unchanged')
})

test('a line of 50 MB is told with its file and number, and the records around it count', async () => {
  const file = path.join(testFolder(), `${SESSION}.jsonl`)
  writeFileSync(file, `${text(reply('before'))}\n${text(reply('long')).slice(0, -2)},"x":"`)
  const piece = 'x'.repeat(10_000_000)
  for (let at = 0; at < 5; at += 1) appendFileSync(file, piece)
  appendFileSync(file, `"}}\n${text(reply('after'))}\n`)
  const store = await testDb()
  const { files } = await importInto(store, [file])
  expect(files[0]).toMatchObject({
    path: file,
    status: 'imported',
    rejected: [{ line: 2, place: 'line 2', reason: 'the line is longer than 32 MiB' }],
    usage: { counted: 2, tokens: 200 },
  })
  const events = await store.db.usageEvent.findMany({ orderBy: { nativeId: 'asc' } })
  expect(events.map(({ nativeId, ref }) => [nativeId, ref])).toEqual([
    ['msg_after/req_after', 'line 3'],
    ['msg_before/req_before', 'line 1'],
  ])
})

test('of thousands of unknown kinds of records the receipt names some, says that there are more, and stays small', async () => {
  const file = path.join(testFolder(), `${SESSION}.jsonl`)
  const kinds = Array.from({ length: 5_000 }, (_, n) =>
    text({ type: `kind-${n}-${'y'.repeat(500)}`, sessionId: SESSION }),
  )
  writeFileSync(file, [text(reply('before')), ...kinds, text(reply('after'))].join('\n'))
  const store = await testDb()
  const { files } = await importInto(store, [file])
  const unparsed = files[0]?.unparsed ?? []
  expect(files[0]).toMatchObject({ rejectedCount: 0, usage: { counted: 2, tokens: 200 } })
  expect(unparsed.reduce((sum, { count }) => sum + count, 0)).toBe(5_000)
  expect(unparsed.length).toBeLessThanOrEqual(201)
  expect(JSON.stringify(files[0]).length).toBeLessThan(100_000)
  const stored = await store.db.content.findFirstOrThrow()
  expect(stored.receipt?.length).toBeLessThan(100_000)
})
