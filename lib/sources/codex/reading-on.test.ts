import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codexReader } from './codex-reader'
import { readLines } from './rollout-fixture'
import { event, idAt, item, line, meta, restamped, says, turn, work } from './rollout-lines'

const PARENT = idAt(0, 1)
const CHILD = idAt(60_000, 2)
const parent = [meta(0, PARENT), ...work(1_000, idAt(1_000, 11), [10_000, 25_000])]
const child = [
  meta(60_000, CHILD, { forked_from_id: PARENT }),
  ...restamped(parent, 60_000),
  ...turn(60_300, idAt(60_300, 21)),
  says(60_400, 'find it', 'user'),
  item(60_500, 'function_call', { call_id: 'c1', name: 'exec_command', arguments: '{"cmd":"ls"}' }),
  event(60_600, 'exec_command_end', { call_id: 'c1', exit_code: 2, duration: { secs: 1, nanos: 0 } }),
  item(60_700, 'function_call_output', { call_id: 'c1', output: 'no such file' }),
  line(60_800, 'token_usage_record', { thread_id: CHILD, response_id: 'resp_9' }),
  ...work(61_000, idAt(61_000, 22), [30_000, 31_000], 25_000),
  meta(90_000, CHILD),
  ...work(90_100, idAt(90_100, 23), [40_000], 31_000),
]

const withoutRuns = (records: readonly { kind: string }[]) =>
  records.filter(({ kind }) => kind !== 'session' && kind !== 'run')

describe('reading on', () => {
  test('after any line gives what reading at one go gives', () => {
    const whole = readLines(child)
    for (let cut = 0; cut <= child.length; cut += 1) {
      const parts = readLines(child, 'rollout.jsonl', [cut])
      expect(withoutRuns(parts.records)).toEqual(withoutRuns(whole.records))
      expect(parts.dropped).toEqual(whole.dropped)
      expect(parts.state).toEqual(whole.state)
    }
    const everywhere = readLines(
      child,
      'rollout.jsonl',
      child.map((_, index) => index + 1),
    )
    expect(withoutRuns(everywhere.records)).toEqual(withoutRuns(whole.records))
  })

  test('leaves a state that stays small, however many calls stay open', () => {
    const calls = Array.from({ length: 2_000 }, (_, index) => [
      item(2_000, 'function_call', { call_id: `c${index}`, name: 'x', arguments: '{}' }),
      event(2_001, 'exec_command_end', { call_id: `e${index}`, exit_code: 0 }),
    ]).flat()
    const { state } = readLines([meta(0, PARENT), ...calls])
    expect(JSON.stringify(state).length).toBeLessThan(60_000)
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
  })

  test('gives no session when nothing was read', () => {
    const reading = codexReader.open({ state: null, path: 'x' })
    expect(reading.gather()).toEqual([])
    reading.readLine(meta(0, PARENT), 1, 0)
    expect(reading.gather()).toHaveLength(2)
    expect(reading.gather()).toEqual([])
  })
})

describe('records that are not what they should be', () => {
  test('are named or read as far as they go, and never throw', () => {
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(null, -1, 1e300, '__proto__', [], {}, '\u0000\u202e<script>', 'x'.repeat(1_000)),
    )
    const places = fc.array(fc.nat(50), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.nat(child.length - 1), places, values, (at, path, value) => {
        const broken = child.map((one, index) => (index === at ? mutilated(one, path, value) : one))
        const { usage } = readLines(broken as object[])
        expect(usage.every(({ usage: { total } }) => total === null || total >= 0n)).toBe(true)
      }),
      { numRuns: 1_500 },
    )
  })

  test('foreign keys reach no prototype', () => {
    const own = JSON.parse(
      '{"type":"function_call","call_id":"__proto__","name":"constructor","arguments":"{}"}',
    ) as object
    const out = JSON.parse('{"type":"function_call_output","call_id":"__proto__","output":"x"}') as object
    const lines = [
      meta(0, '__proto__'),
      { type: 'response_item', payload: own },
      { type: 'response_item', payload: out },
    ]
    const { entries, sessions } = readLines([...lines, ...work(1_000, 'constructor', [500])], 'x', [2])
    expect(entries.slice(0, 2).map(({ tool }) => tool)).toEqual(['constructor', 'constructor'])
    expect(sessions[0]?.sessionKey).toBe('__proto__')
    expect(({} as Record<string, unknown>)['tool']).toBeUndefined()
  })

  test('times that cannot be are flagged, and the line is kept', () => {
    const { entries } = readLines([meta(0, PARENT), { ...says(10, 'hello'), timestamp: '2026-13-45T99:00:00Z' }])
    expect(entries).toMatchObject([{ text: 'hello', at: null, flags: ['time_unreadable'] }])
  })

  test('a file without its first line is still one session', () => {
    const { sessions, usage } = readLines(parent.slice(1), `/x/rollout-2026-08-01T10-00-00-${PARENT}.jsonl`)
    expect(sessions.map(({ sessionKey }) => sessionKey)).toEqual([PARENT])
    expect(usage.every(({ nativeId }) => nativeId.startsWith(`${PARENT}/`))).toBe(true)
    expect(new Set(readLines(parent.slice(1), '/x/unnamed').usage.map(({ sessionKey }) => sessionKey)).size).toBe(1)
  })

  test('what is no object is refused', () => {
    expect(codexReader.open({ state: null, path: '' }).readLine(7, 1, 0)).toEqual({ rejected: 'not an object' })
  })
})

/** A copy in which the value at some place within it is another. */
function mutilated(value: unknown, path: readonly number[], other: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined || typeof value !== 'object' || value === null) return other
  const keys = Object.keys(value)
  const key = keys[step % Math.max(keys.length, 1)]
  if (key === undefined) return other
  const copy: Record<string, unknown> = { ...value }
  copy[key] = mutilated(copy[key], rest, other)
  return copy
}
