import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CanonicalRecord, EventRecord, FailureRecord } from '@/lib/model/records'
import type { LineResult, Unparsed } from '@/lib/sources/reader'
import { EXECUTOR_LOG } from './executor-log-fixture'
import { autopackLogReader } from './executor-log-reader'

interface Told {
  records: CanonicalRecord[]
  unparsed: Unparsed[]
  state: unknown
}

function told(results: readonly LineResult[]): Pick<Told, 'records' | 'unparsed'> {
  const taken = results.map((result) => ('rejected' in result ? { records: [] } : result))
  return {
    records: taken.flatMap(({ records }) => records),
    unparsed: taken.flatMap((one) => ('unparsed' in one ? (one.unparsed ?? []) : [])),
  }
}

/** Reads lines as ingest does; every state goes through JSON. */
function read(text: string, from: { state: unknown; line: number } = { state: null, line: 0 }): Told {
  const reading = autopackLogReader.open({ state: from.state, path: 'run.log' })
  const lines = text.replace(/\n$/, '').split('\n')
  const results = lines.map((line, at) => reading.readLine(line, from.line + at + 1))
  const state = () => JSON.parse(JSON.stringify(reading.state()))
  const end = reading.finish()
  return { ...told([...results, end]), state: state() }
}

const failuresIn = (text: string) => failures(read(text).records)
const failures = (records: readonly CanonicalRecord[]) =>
  records.filter((one): one is FailureRecord => one.kind === 'failure')
const eventsIn = (text: string) => read(text).records.filter((one): one is EventRecord => one.kind === 'event')
const detects = (text: string, asked = false) => autopackLogReader.detect(text.split('\n'), asked) !== null

test('each error, or block that is one occurrence, is one failure of the run and phase named by or before it', () => {
  expect(
    failuresIn(EXECUTOR_LOG).map(({ ref, runKey, phaseKey, type, severity, at, data }) => [
      ...[ref, runKey, phaseKey, type, severity, at?.slice(11, 19), data['entries']],
    ]),
  ).toEqual([
    ['line 6', 'nightly-b', null, 'http_4xx', 'error', '10:00:02', 1],
    ['line 10', 'nightly-a', 'parse-dates', 'deliverables_missing', 'error', '10:00:09', 4],
    ['line 15', 'nightly-a', 'parse-dates', 'attribute_error', 'error', '10:00:12', 1],
    ['line 21', 'nightly-a', 'parse-dates', expect.any(String), 'critical', '10:00:13', 1],
  ])
})

test('the text below an error stays with it; times are marked as without a zone, and the signature is there', () => {
  const failure = failuresIn(EXECUTOR_LOG).find(({ ref }) => ref === 'line 15')
  expect(failure?.message).toBe("[parse-dates] Execution failed: 'NoneType' object has no attribute 'rows'")
  expect(failure?.data['text']).toMatch(/Traceback .*\n {2}File .*\n {4}table\.rows\nAttributeError/)
  expect(failure?.flags).toEqual(['zone_unknown'])
  expect(failure?.autopackSignature).toMatch(/^[0-9a-f]{16}$/)
})

test('steps of runs and phases are events, other lines are left in the file', () => {
  expect(eventsIn(EXECUTOR_LOG).map(({ type, phaseKey, ref }) => [type, phaseKey, ref])).toEqual([
    ['run_state', null, 'line 2'],
    ['run_state', null, 'line 4'],
    ['phase_state', 'parse-dates', 'line 7'],
    ['attempt', 'parse-dates', 'line 8'],
    ['attempt', 'parse-dates', 'line 14'],
    ['phase_state', 'parse-dates', 'line 20'],
    ['run_state', null, 'line 22'],
  ])
})

test('what stands before the first entry, and a traceback that no error announces, is counted as not understood', () => {
  const { unparsed } = read(`${EXECUTOR_LOG}Traceback (most recent call last):\n[2026-03-01 10:00:20] NOTE: hm\n`)
  expect(unparsed.map(({ name, sample }) => [name, sample?.slice(0, 7)])).toEqual([
    ['line before the first with a time', 'line 1:'],
    ['traceback without an ERROR line', 'line 23'],
    ['level NOTE', 'line 24'],
  ])
})

test('a line that a console broke in two is the line that was written', () => {
  const message = '[parse-dates] Failed to apply patch to filesystem: error: patch failed: src/some/where/else.py:1'
  const whole = `[2026-03-01 10:00:09] ERROR: ${message}`
  const broken = whole.replace('failed: src', 'failed: \nsrc')
  const log = (line: string) =>
    `[2026-03-01 10:00:00] INFO: Applying pre-emptive encoding fix...\n${line}\n  - an item\n`
  expect(failuresIn(log(broken))).toEqual(
    failuresIn(log(whole)).map((one) => ({ ...one, updatedAt: expect.any(String) })),
  )
  expect(failuresIn(log(broken))[0]?.message).toBe(message)
})

test('milliseconds and loggers are read where the log has them', () => {
  const [failure] = failuresIn(
    '2026-03-01 10:00:00,125 - autopack.api - ERROR - [Builder] run_id=nightly-c phase_id=p failed: connection refused',
  )
  expect(failure).toMatchObject({ at: '2026-03-01T10:00:00.125Z', data: { logger: 'autopack.api' } })
})

test('equal errors of one second that are no block are told apart, in every copy alike', () => {
  const at = '[2026-03-01 10:00:00] ERROR:'
  const log = `[2026-03-01 10:00:00] INFO: Starting autonomous execution loop...\n${at} a wheel came off\n${at} other matters\n${at} a wheel came off\n`
  const keys = failuresIn(log).map(({ failureKey }) => failureKey)
  expect(new Set(keys).size).toBe(3)
  expect(failuresIn(`a line before\n${log}more after\n`).map(({ failureKey }) => failureKey)).toEqual(keys)
})

test('a log read in two parts, wherever it is cut, gives what it gives at once', () => {
  const whole = failuresIn(EXECUTOR_LOG)
  const lines = EXECUTOR_LOG.trimEnd().split('\n')
  for (let cut = 1; cut < lines.length; cut += 1) {
    const first = read(lines.slice(0, cut).join('\n'))
    const second = read(lines.slice(cut).join('\n'), { state: first.state, line: cut })
    const newest = new Map<string, FailureRecord>()
    for (const failure of failures([...first.records, ...second.records])) {
      const before = newest.get(failure.failureKey)
      if (!before || String(failure.updatedAt) > String(before.updatedAt)) newest.set(failure.failureKey, failure)
    }
    expect([...newest.values()]).toEqual(whole)
    const counted = first.records.length + second.records.length
    expect(counted - read(EXECUTOR_LOG).records.length).toBeLessThanOrEqual(1)
  }
})

const WORDS = ['[p-one] it failed', '  - an item', 'Exit code 2', 'connection refused', 'Missing 2 files:', '']
const anyLine = fc.oneof(
  fc.record({
    second: fc.nat(3),
    level: fc.constantFrom('ERROR', 'INFO', 'CRITICAL'),
    text: fc.constantFrom(...WORDS),
  }),
  fc.constantFrom(...WORDS, 'Traceback (most recent call last):'),
  fc.string({ unit: 'binary' }),
)
const written = (line: string | { second: number; level: string; text: string }) =>
  typeof line === 'string'
    ? line.replaceAll('\n', ' ')
    : `[2026-03-01 10:00:0${line.second}] ${line.level}: ${line.text}`

test('whatever the lines and wherever reading is broken off, every error stands in one failure', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 2, maxLength: 40 }), fc.nat(), (given, at) => {
      const lines = given.map(written)
      const cut = 1 + (at % (lines.length - 1))
      const first = read(lines.slice(0, cut).join('\n'))
      const second = read(lines.slice(cut).join('\n'), { state: first.state, line: cut })
      const entries = new Map<string, number>()
      for (const { failureKey, data } of failures([...first.records, ...second.records]))
        entries.set(failureKey, Math.max(entries.get(failureKey) ?? 0, Number(data['entries'])))
      const all = lines.filter((line) => /^\[2026-03-01 10:00:0\d\] (?:ERROR|CRITICAL):/.test(line)).length
      expect([...entries.values()].reduce((sum, one) => sum + one, 0)).toBe(all)
      expect(entries).toEqual(
        new Map(failuresIn(lines.join('\n')).map(({ failureKey, data }) => [failureKey, Number(data['entries'])])),
      )
    }),
  )
})

test("only Autopack's own words make a log Autopack's, unless it is asked for", () => {
  expect(detects(EXECUTOR_LOG)).toBe(true)
  expect(detects('2026-03-01 10:00:00,125 - autopack.api - INFO - up')).toBe(true)
  expect(detects(`python : [2026-03-01 10:00:00] INFO: Applying pre-emptive encoding fix...`)).toBe(true)
  const other = '[2026-03-01 10:00:00] ERROR: worker 3 lost its queue'
  expect([detects(other), detects(other, true)]).toEqual([false, true])
  for (const foreign of [
    '[OBRA] Starting iteration 1/5',
    'Condition evaluation failed: name is not defined',
    '2026-03-01T10:00:00Z ERROR codex_core::exec: denied',
    '2026-03-01 10:00:00,125 - otherpack.api - INFO - up',
    'note: [2026-03-01 10:00:00] INFO: Starting autonomous execution loop...',
    '',
  ])
    expect(detects(foreign)).toBe(false)
  expect(detects('no time here', true)).toBe(false)
})

test('hostile lines never throw, and keep no more than their beginning', () => {
  const at = '[2026-03-01 10:00:00] ERROR:'
  const long = 'x'.repeat(2 ** 20)
  const lines = [
    `${at} \u001b[31mred\u001b[0m \u0000\u202e\uFEFFtext`,
    `${at} ${long}`,
    `${long} [2026-03-01 10:00:00] ERROR: ${long}`,
    '[2026-13-45 99:99:99] ERROR: no such day',
    `${at}`,
    `${at} [__proto__] \uD800 <script>`,
    `${at} /runs/${'a/'.repeat(5_000)} [${'['.repeat(5_000)}`,
    `[LOCK] Acquired executor lock for run_id=${long}`,
  ]
  const found = failuresIn(lines.join('\n'))
  expect(found.map(({ message }) => message.slice(0, 20))).toContain('red text')
  expect(Math.max(...found.map((failure) => JSON.stringify(failure).length))).toBeLessThan(40_000)
  expect(found.find(({ message }) => message === 'no such day')).toMatchObject({ at: null, flags: ['time_unreadable'] })
  expect(found.some(({ flags }) => flags.includes('truncated_text'))).toBe(true)
})

test('a log without an end costs no more than its lines', () => {
  const reading = autopackLogReader.open({ state: null, path: '' })
  reading.readLine('[2026-03-01 10:00:00] ERROR: the beginning', 1)
  for (let line = 2; line < 200_000; line += 1) reading.readLine('and on it goes', line)
  expect(JSON.stringify(reading.state()).length).toBeLessThan(40_000)
})
