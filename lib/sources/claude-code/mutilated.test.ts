import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CanonicalRecord } from '@/lib/model/records'
import { claudeCodeReader } from './claude-code-reader'
import {
  answer,
  attachment,
  call,
  carried,
  type Made,
  prompt,
  result,
  SESSION,
  system,
  USAGE,
} from './transcript-fixture'

const aside = { isSidechain: true }

/** Every shape there is, once. */
const WHOLE: readonly Made[] = [
  { type: 'summary', summary: 'Shop repaired', leafUuid: 'leaf' },
  { type: 'custom-title', customTitle: 'My shop', sessionId: SESSION },
  { type: 'cost-state', sessionId: SESSION, totalCostUSD: 1.5, modelUsage: { m: { costUSD: 1.5, outputTokens: 3 } } },
  { type: 'queue-operation', operation: 'enqueue', sessionId: SESSION, content: 'next' },
  prompt('Fix the shop', { permissionMode: 'plan' }),
  answer([
    { type: 'thinking', thinking: 'hmm' },
    call('Task', { subagent_type: 'Explore', description: 'Look', prompt: 'Find it' }),
  ]),
  prompt('Find it', { ...aside, uuid: 's1' }),
  answer([{ type: 'text', text: 'Here.' }], { ...aside, uuid: 's2', parentUuid: 's1' }),
  carried({
    type: 'assistant',
    uuid: 'x1',
    requestId: 'r',
    message: { id: 'm', model: 'claude-haiku-4-5', content: [], usage: USAGE },
  }),
  carried({
    type: 'user',
    uuid: 'x2',
    message: { content: [{ type: 'tool_result', content: 'Exit code 2', is_error: true }] },
  }),
  result([{ type: 'image', source: { data: 'AAAA' } }], {
    toolUseResult: { agentId: 'a1', agentType: 'Explore', interrupted: true },
  }),
  result('Exit code 1\nno', { block: { is_error: true } }),
  system('api_error', { error: { status: 529, error: { error: { type: 'overloaded_error' } } }, retryAttempt: 1 }),
  system('compact_boundary', { compactMetadata: { trigger: 'auto', preTokens: 5 } }),
  system('stop_hook_summary', { hookErrors: ['x'] }),
  attachment('queued_command', { prompt: [{ type: 'text', text: 'also' }], origin: { kind: 'human' } }),
  attachment('diagnostics', { files: [{ uri: 'a', diagnostics: [{ message: 'b' }] }] }),
  attachment('hook_non_blocking_error', { stderr: 'x' }),
  answer([{ type: 'text', text: 'API Error: 500' }], { isApiErrorMessage: true, message: { model: '<synthetic>' } }),
  answer(
    [
      { type: 'web_search_tool_result', content: [{}] },
      { type: 'fallback', from: {}, to: null },
    ],
    { uuid: 'leaf' },
  ),
]

const strange = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    '',
    ' ',
    '<',
    '[',
    -1,
    1e300,
    true,
    [],
    {},
    '__proto__',
    '\u0000\ud800',
    'x'.repeat(9_000),
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

/** A path of choices that leads to some value inside a record. */
const place = fc.array(fc.nat(11), { minLength: 1, maxLength: 5 })

function mutilated(value: unknown, path: readonly number[], put: unknown): unknown {
  const [step = 0, ...rest] = path
  if (typeof value !== 'object' || value === null || path.length === 0) return put
  if (Array.isArray(value))
    return value.map((item, index) => (index === step % value.length ? mutilated(item, rest, put) : item))
  const keys = Object.keys(value)
  const key = keys[step % Math.max(1, keys.length)]
  return key === undefined ? put : { ...value, [key]: mutilated((value as Made)[key], rest, put) }
}

const record = fc
  .tuple(fc.constantFrom(...WHOLE), fc.array(fc.tuple(place, strange), { maxLength: 3 }))
  .map(([whole, changes]) => changes.reduce<unknown>((value, [path, put]) => mutilated(value, path, put), whole))

/** What a reading gives that began with `state`; with `pause`, it is left and taken up again after so many values. */
function read(values: readonly unknown[], pause: number | null) {
  let reading = claudeCodeReader.open({ state: null, path: '' })
  const records: CanonicalRecord[] = []
  const rejected: string[] = []
  values.forEach((value, index) => {
    if (index === pause)
      reading = claudeCodeReader.open({ state: JSON.parse(JSON.stringify(reading.state())), path: '' })
    const told = reading.readLine(value, index + 1, 0)
    if ('rejected' in told) rejected.push(told.rejected)
    else records.push(...told.records)
  })
  return { records, rejected, gathered: reading.gather(), state: reading.state() }
}

test('no record, however mutilated, breaks the reading or its state', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 12 }), (values) => {
      const { records, gathered, state } = read(values, null)
      expect(JSON.parse(JSON.stringify(state))).toEqual(state)
      for (const told of [...records, ...gathered]) expect(typeof told.kind).toBe('string')
    }),
    { numRuns: 1_000 },
  )
})

test('a file left after any record and taken up again gives the same records', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 2, maxLength: 20 }), fc.nat(), (values, at) => {
      expect(read(values, at % values.length)).toEqual(read(values, null))
    }),
    { numRuns: 500 },
  )
  for (let at = 0; at < WHOLE.length; at += 1) expect(read(WHOLE, at)).toEqual(read(WHOLE, null))
})

test('a state of another kind is as good as none', () => {
  fc.assert(
    fc.property(strange, (state) => {
      const reading = claudeCodeReader.open({ state, path: '' })
      expect('records' in reading.readLine(prompt('x'), 1, 0)).toBe(true)
    }),
  )
})

test('the state stays small, whatever the file', () => {
  const reading = claudeCodeReader.open({ state: null, path: '' })
  for (let index = 0; index < 3_000; index += 1) {
    const sessionId = `s${index}`
    reading.readLine({ type: 'summary', summary: 'x'.repeat(5_000), leafUuid: `l${index}` }, index, 0)
    reading.readLine(prompt('y'.repeat(5_000), { sessionId, cwd: 'z'.repeat(5_000) }), index, 0)
    reading.readLine(
      answer([call('Task', { prompt: 'p'.repeat(5_000) }, `c${index}`)], { sessionId, ...aside }),
      index,
      0,
    )
    if (index % 100 === 0) reading.gather()
  }
  reading.gather()
  expect(JSON.stringify(reading.state()).length).toBeLessThan(500_000)
})
