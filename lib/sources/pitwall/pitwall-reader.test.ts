import { describe, expect, test } from 'vitest'
import type { CanonicalRecord } from '@/lib/model/records'
import { NDJSON_KINDS } from './ndjson-contract'
import { pitwallReader } from './pitwall-reader'

type Fields = Record<string, unknown>

const read = (value: unknown, line = 1) => pitwallReader.open({ state: null, path: 'x' }).readLine(value, line, 0)

function reasonOf(value: unknown): string {
  const result = read(value)
  return 'rejected' in result ? result.rejected : 'taken'
}

function recordOf(value: Fields): CanonicalRecord {
  const result = read({ v: 1, ...value })
  if ('rejected' in result) throw new Error(result.rejected)
  const [record] = result.records
  if (record === undefined) throw new Error('no record')
  return record
}

const AT = '2026-08-01T10:00:00Z'
const run = { kind: 'run', runId: 'r', startedAt: AT }
const usage = { kind: 'usage', usageId: 'u', at: AT, usage: { input: 10, output: 2 } }

describe('detection', () => {
  test('a kind of ours with a version, or with an id of ours', () => {
    expect(pitwallReader.detect({ v: 1, kind: 'event', type: 'x' })).toEqual({ systemVersion: 'v1' })
    expect(pitwallReader.detect({ v: 2, kind: 'run', runId: 'r' })).toEqual({ systemVersion: 'v2' })
    expect(pitwallReader.detect({ kind: 'run', runId: 'r' })).toEqual({ systemVersion: 'v1' })
    for (const other of [
      null,
      [],
      'run',
      { kind: 'run' },
      { v: 1, kind: 'span' },
      { v: 1, kind: '__proto__' },
      { v: 1 },
    ]) {
      expect(pitwallReader.detect(other)).toBeNull()
    }
  })
})

describe('a line that does not fit is refused with its field', () => {
  test.each<[string, unknown, string | RegExp]>([
    ['no object', [1], 'it is no object'],
    ['no version', { kind: 'run', runId: 'r' }, 'v: it is missing; write 1'],
    ['another version', { v: 2, ...run }, 'v: 2 is not a version that is read here; write 1'],
    ['an unknown kind', { v: 1, kind: 'runn' }, `kind: "runn" is none of ${Object.keys(NDJSON_KINDS).join(', ')}`],
    ['a missing id', { v: 1, kind: 'run', startedAt: AT }, 'runId: it is missing'],
    ['a blank id', { v: 1, ...run, runId: ' ' }, 'runId: " " does not fit: it is empty'],
    ['an id too long', { v: 1, ...run, runId: 'x'.repeat(501) }, /^runId: "x{40}"… has more than 500 characters$/],
    ['an id that is a number', { v: 1, ...run, runId: 7 }, 'runId: 7 is no string'],
    [
      'a misspelt field',
      { v: 1, ...run, tokencap: 1 },
      'tokencap: it is no field here; what is your own goes into data',
    ],
    [
      'a prototype key',
      JSON.parse('{"v":1,"kind":"run","runId":"r","startedAt":"2026-08-01","__proto__":{"x":1}}'),
      '__proto__: it is no field here; what is your own goes into data',
    ],
    ['an unknown state', { v: 1, ...run, status: 'DONE' }, /^status: "DONE" is none of queued, running/],
    [
      'a time that is none',
      { v: 1, ...run, endedAt: 'yesterday' },
      'endedAt: "yesterday" does not fit: it is no time, as 2026-08-01T10:00:00Z is',
    ],
    ['a count as text', { v: 1, ...usage, usage: { input: '12' } }, 'usage.input: "12" is no number'],
    ['half a token', { v: 1, ...usage, usage: { input: 1.5 } }, 'usage.input: 1.5 is no whole number'],
    ['less than nothing', { v: 1, ...usage, usage: { input: -1 } }, 'usage.input: -1 is less than 0'],
    ['more than can be', { v: 1, ...usage, usage: { input: 1e300 } }, /^usage\.input: 1e\+300 /],
    [
      'a field of usage that is none',
      { v: 1, ...usage, usage: { inputs: 1 } },
      'usage.inputs: it is no field here; what is your own goes into data',
    ],
    [
      'usage that counts nothing',
      { v: 1, ...usage, usage: { input: null } },
      'usage: it holds neither a count nor costMicroUsd',
    ],
    [
      'a state without a time',
      { v: 1, kind: 'run', runId: 'r' },
      'updatedAt: without any time nobody can tell which of two versions is newer',
    ],
    ['a metric of nothing', { v: 1, kind: 'metric', name: 'x', value: 1 }, 'runId: it belongs to no run and no job'],
    ['data that is a list', { v: 1, ...run, data: [] }, 'data: a list does not fit: it is no object'],
    ['a cause that is none', { v: 1, kind: 'failure', message: 'm', cause: 'bug' }, /^cause: "bug" is none of agent/],
  ])('%s', (_name, value, reason) => {
    if (typeof reason === 'string') expect(reasonOf(value)).toBe(reason)
    else expect(reasonOf(value)).toMatch(reason)
  })

  test('all faults are counted, three are named', () => {
    const reason = reasonOf({ v: 1, kind: 'phase', a: 1, b: 2, index: 'first' })
    expect(reason.split('; ')).toHaveLength(4)
    expect(reason).toMatch(/; and 2 more$/)
  })

  test('hostile values are named in a short line', () => {
    const hostile = ['<script>'.repeat(9_999), '\u202e\u001b[31m', {}, [], true, Number.MAX_VALUE]
    for (const value of hostile) {
      for (const [kind, { shape }] of Object.entries(NDJSON_KINDS)) {
        for (const name of Object.keys(shape)) {
          if (name === 'v') continue
          const result = read({ v: 1, kind, [name]: value })
          if ('rejected' in result) expect(result.rejected.length).toBeLessThan(1_000)
        }
      }
    }
  })
})

describe('what the records become', () => {
  test('a run names its job; its own word for its state stays beside ours', () => {
    const record = recordOf({
      ...run,
      jobId: 'j',
      status: 'succeeded',
      statusRaw: 'DONE',
      endedAt: '2026-08-01T12:00:00+02:00',
    })
    expect(record).toMatchObject({
      kind: 'run',
      runKey: 'r',
      job: { key: 'j', name: null, type: null, inferred: false },
      status: 'succeeded',
      statusRaw: 'DONE',
      startedAt: '2026-08-01T10:00:00.000Z',
      endedAt: '2026-08-01T10:00:00.000Z',
      tokenCap: null,
      flags: [],
    })
    expect(recordOf(run)).toMatchObject({ status: 'unknown', statusRaw: null })
  })

  test('of two versions the later one is newer, though neither says when it was changed', () => {
    const [first, second] = [run, { ...run, status: 'failed', endedAt: '2026-08-01T11:00:00Z' }].map(recordOf)
    expect([first, second].map((record) => record && 'updatedAt' in record && record.updatedAt)).toEqual([
      '2026-08-01T10:00:00.000Z',
      '2026-08-01T11:00:00.000Z',
    ])
  })

  test('a time without a zone is UTC and flagged', () => {
    expect(recordOf({ ...run, startedAt: '2026-08-01 10:00:00' })).toMatchObject({
      startedAt: '2026-08-01T10:00:00.000Z',
      flags: ['zone_unknown'],
    })
  })

  test('tokens: classes give the total, only a total stays unsplit, unknown stays null', () => {
    const usageOf = (counts: Fields) => recordOf({ ...usage, usage: counts })
    expect(usageOf({ input: 1, cacheRead: 2, output: 3, reasoning: 3 })).toMatchObject({
      usage: { input: 1n, cacheRead: 2n, cacheWrite5m: null, output: 3n, reasoning: 3n, unsplit: null, total: 6n },
      flags: [],
    })
    expect(usageOf({ total: 9 })).toMatchObject({ usage: { input: null, unsplit: 9n, total: 9n } })
    expect(usageOf({ input: 1, total: 9 })).toMatchObject({ usage: { total: 1n }, flags: ['total_mismatch'] })
    expect(usageOf({ input: 0 })).toMatchObject({ usage: { input: 0n, total: 0n } })
  })

  test('a stated cost is kept exactly; tokens may then be unknown', () => {
    const record = recordOf({ ...usage, usage: null, costMicroUsd: 0.25 })
    expect(record).toMatchObject({ costPico: 250_000n, flags: ['tokens_unknown'], usage: { total: null } })
  })

  test('step 0 is a point of its series, and the same point twice is one', () => {
    const metric = (step: number, at: string) =>
      recordOf({ kind: 'metric', runId: 'r', name: 'loss', step, value: 1, at })
    const keys = [metric(0, AT), metric(0, '2026-08-02T00:00:00Z'), metric(1, AT)].map(
      (record) => record.kind === 'metric' && record.metricKey,
    )
    expect(keys[0]).toBe(keys[1])
    expect(keys[2]).not.toBe(keys[0])
  })

  test('a failure without a cause gets the one its message names', () => {
    const failure = { kind: 'failure', runId: 'r', at: AT, message: 'connection refused' }
    expect(recordOf(failure)).toMatchObject({ cause: 'infra', causeRule: 'connection_refused: connection refused' })
    expect(recordOf({ ...failure, cause: 'agent' })).toMatchObject({
      cause: 'agent',
      causeRule: 'stated by the source',
    })
  })

  test('results and candidates keep their scores, and what they do not know', () => {
    expect(recordOf({ kind: 'result', runId: 'a', configuration: 'c', item: 'i#1/"x"' })).toMatchObject({
      itemKey: 'i#1/"x"',
      repeat: 0,
      resolved: null,
      score: null,
      usage: null,
      costPico: null,
    })
    expect(recordOf({ kind: 'candidate', jobId: 'j', candidateId: 'c', score: 0, costMicroUsdSoFar: 2 })).toMatchObject(
      {
        score: 0,
        isBaseline: false,
        costPicoSoFar: 2_000_000n,
        heldoutScore: null,
      },
    )
  })

  test('places and counts have 32 bits, tokens more', () => {
    const metric = { v: 1, kind: 'metric', runId: 'r', name: 'm', value: 1 }
    expect(reasonOf({ ...metric, step: 2_147_483_647 })).toBe('taken')
    expect(reasonOf({ ...metric, step: 2_147_483_648 })).toContain('step')
    expect(reasonOf({ ...run, v: 1, tokenCap: 1e13 })).toBe('taken')
    expect(reasonOf({ ...run, v: 1, maxDurationMinutes: 1e12 })).toContain('maxDurationMinutes')
  })

  test('sessions and phases hang where they say', () => {
    expect(
      recordOf({ kind: 'session', sessionId: 's', runId: 'r', phaseId: 'p', parentId: 't', startedAt: AT }),
    ).toMatchObject({
      sessionKey: 's',
      runKey: 'r',
      phaseKey: 'p',
      parentKey: 't',
    })
    expect(recordOf({ kind: 'phase', runId: 'r', phaseId: 'p', createdAt: AT, data: { mine: [1] } })).toMatchObject({
      phaseKey: 'p',
      createdAt: '2026-08-01T10:00:00.000Z',
      data: { mine: [1] },
      ref: 'line 1',
    })
  })
})
