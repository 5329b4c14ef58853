import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Db } from '@/lib/db/client'
import type { UsageEvent } from '@/lib/db/generated/client'
import { keepOffsets } from '@/lib/db/kept-days'
import { writeAll } from '@/lib/db/upsert'
import { makeDays } from '@/lib/db/usage-roll-up'
import { makeRun, makeSession, makeUsage, removeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { TOKEN_DIMENSIONS, type TokenDimension, TokensInput } from '@/lib/tokens/schema'
import { getTokenAccount, groupsOf } from './get-token-account'

/** What the account must say, by the slowest way there is: one event after the other, in bigint. */

const RUNS = [
  { id: 'autopack:r1', project: 'p', jobId: 'autopack:j' },
  { id: 'autopack:r2', project: null, jobId: 'autopack:j2' },
  { id: 'autopack:r3', project: null, jobId: null },
]
const SESSIONS = [
  { id: 'autopack:s1', project: 'of the session', jobId: null },
  { id: 'autopack:s2', project: null, jobId: 'autopack:j' },
]

const SUMS = ['input', 'output', 'unsplit', 'total', 'costPico', 'costReportedPico', 'costComputedPico'] as const

const ZONES = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe'],
  ...['Pacific/Apia', 'America/St_Johns', 'Pacific/Chatham', 'America/Sao_Paulo', 'Africa/Monrovia'],
]

/** Moments at which clocks change, days are skipped or begin, and the last ones before them. */
const EDGES = [
  ...['2025-10-26T00:00:00.000Z', '2025-10-26T01:00:00.000Z', '2025-10-25T22:00:00.000Z', '2025-11-02T06:00:00.000Z'],
  ...['2025-10-25T18:30:00.000Z', '2025-10-25T18:15:00.000Z', '2025-10-26T02:30:00.000Z', '2025-10-25T12:15:00.000Z'],
  ...['2011-12-30T10:00:00.000Z', '2011-12-29T10:00:00.000Z', '2018-11-04T03:00:00.000Z', '1972-01-06T23:59:30.000Z'],
  ...['1971-06-01T00:44:30.000Z', '0001-01-01T00:00:00.000Z', '9999-12-31T00:00:00.000Z'],
].flatMap((at) => [at, at.startsWith('0001') ? at : new Date(Date.parse(at) - 1).toISOString()])

const moment = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...EDGES) },
  {
    weight: 3,
    arbitrary: fc
      .date({ min: new Date('2025-10-24T00:00:00Z'), max: new Date('2025-11-04T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  },
)
const amount = fc.option(fc.bigInt({ min: 0n, max: 2n ** 55n }), { nil: null })
const maybe = (...values: string[]) => fc.constantFrom(null, ...values)

const usage = fc.record({
  at: fc.option(moment, { nil: null, freq: 8 }),
  model: maybe('a', 'b', '<i>', ''),
  provider: maybe('openai'),
  role: maybe('builder', '__proto__'),
  purpose: fc.constantFrom('base', 'other', 'retrieval'),
  system: fc.constantFrom('autopack', 'codex'),
  runId: maybe(...RUNS.map(({ id }) => id), 'autopack:gone'),
  sessionId: maybe(...SESSIONS.map(({ id }) => id), 'autopack:no session'),
  lowerBound: fc.constantFrom('[]', '["output"]'),
  ...{ input: amount, output: amount, unsplit: amount, costReportedPico: amount, costComputedPico: amount },
})

const question = fc.record({
  groupBy: fc
    .uniqueArray(fc.constantFrom(...TOKEN_DIMENSIONS.filter((name) => name !== 'class')), {
      minLength: 1,
      maxLength: 2,
    })
    .map((names) => names.join(',')),
  tz: fc.constantFrom(...ZONES),
  from: fc.option(moment, { nil: undefined }),
  to: fc.option(moment, { nil: undefined }),
  system: fc.constantFrom(undefined, undefined, 'autopack'),
  model: fc.constantFrom(undefined, undefined, 'a', ''),
  role: fc.constantFrom(undefined, undefined, 'builder'),
  provider: fc.constantFrom(undefined, undefined, undefined, 'openai'),
  purpose: fc.constantFrom(undefined, undefined, undefined, 'base', 'other'),
  project: fc.constantFrom(undefined, undefined, 'p', 'of the session'),
  jobId: fc.constantFrom(undefined, undefined, 'autopack:j'),
  runId: fc.constantFrom(undefined, undefined, undefined, 'autopack:r1'),
  sessionId: fc.constantFrom(undefined, undefined, undefined, 'autopack:s1'),
})

const formats = new Map<string, Intl.DateTimeFormat>()
function dayOf(at: string, timeZone: string): string {
  if (timeZone === 'UTC') return at.slice(0, 10)
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, calendar: 'iso8601' })
  formats.set(timeZone, format)
  const part = Object.fromEntries(format.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
  return `${(part['year'] ?? '').padStart(4, '0')}-${part['month']}-${part['day']}`
}

function keyOf(event: UsageEvent, name: TokenDimension, tz: string): string | null {
  const run = RUNS.find(({ id }) => id === event.runId)
  const session = SESSIONS.find(({ id }) => id === event.sessionId)
  const values: Partial<Record<TokenDimension, string | null>> = {
    day: event.at === null ? null : dayOf(event.at, tz),
    project: run?.project ?? session?.project ?? null,
    job: run?.jobId ?? session?.jobId ?? null,
    run: event.runId,
    session: event.sessionId,
    phase: event.phaseId,
  }
  const value = name in values ? values[name] : event[name as 'model']
  return value || null
}

function isAsked(event: UsageEvent, input: TokensInput): boolean {
  const { from, to } = input
  const isInWindow = event.at === null ? !from && !to : (!from || event.at >= from) && (!to || event.at < to)
  const isEqual = (name: TokenDimension, value: string | undefined) =>
    value === undefined || (keyOf(event, name, 'UTC') ?? '') === value
  return (
    isInWindow &&
    isEqual('system', input.system) &&
    isEqual('model', input.model) &&
    isEqual('role', input.role) &&
    isEqual('provider', input.provider) &&
    isEqual('purpose', input.purpose) &&
    isEqual('project', input.project) &&
    isEqual('job', input.jobId) &&
    isEqual('run', input.runId) &&
    isEqual('session', input.sessionId)
  )
}

type Expected = Record<string, { events: bigint; both: bigint; sums: Record<string, bigint | null> }>

function expected(events: readonly UsageEvent[], input: TokensInput): Expected {
  const groups: Expected = {}
  for (const event of events.filter((each) => isAsked(each, input))) {
    const key = JSON.stringify(input.groupBy.map((name) => keyOf(event, name, input.tz)))
    const into = groups[key] ?? { events: 0n, both: 0n, sums: Object.fromEntries(SUMS.map((name) => [name, null])) }
    groups[key] = into
    into.events += 1n
    if (event.costReportedPico !== null && event.costComputedPico !== null) into.both += 1n
    for (const name of SUMS) {
      const value = event[name]
      if (value !== null) into.sums[name] = (into.sums[name] ?? 0n) + value
    }
  }
  return groups
}

async function found(db: Db, input: TokensInput): Promise<Expected> {
  const groups = (await groupsOf(db, input)).map(({ keys, events, compared, sums }) => [
    JSON.stringify(keys),
    { events, both: compared, sums: Object.fromEntries(SUMS.map((name) => [name, sums[name]])) },
  ])
  expect(new Set(groups.map(([key]) => key)).size).toBe(groups.length)
  return Object.fromEntries(groups)
}

async function fleet() {
  const { db } = await testDb()
  for (const run of RUNS) await makeRun(db, run)
  for (const session of SESSIONS) await makeSession(db, 'autopack:elsewhere', session)
  // Days of some of the zones are kept, of others they are not.
  const offsets = [0, 60, 120, -240, -300, 330, 345, -600, 840]
  await writeAll(db, [...offsets.flatMap((offset) => makeDays(offset, [])), keepOffsets(offsets)])
  return db
}

async function fill(db: Db, list: readonly Record<string, unknown>[]): Promise<UsageEvent[]> {
  await removeUsage(db)
  for (const { costReportedPico = null, costComputedPico = null, ...values } of list) {
    const costs = { costReportedPico, costComputedPico, costPico: costReportedPico ?? costComputedPico }
    await makeUsage(db, null, { ...values, ...costs } as Parameters<typeof makeUsage>[2])
  }
  await rollUp(db)
  return db.usageEvent.findMany()
}

describe('an account', () => {
  it('gives exact sums by every pair of dimensions, for any filter, window and zone', {
    timeout: 120_000,
  }, async () => {
    const db = await fleet()
    await fc.assert(
      fc.asyncProperty(
        fc.array(usage, { minLength: 1, maxLength: 30 }),
        fc.array(question, { minLength: 15, maxLength: 15 }),
        async (list, questions) => {
          const events = await fill(db, list)
          for (const asked of questions) {
            const input = TokensInput.parse(asked)
            expect(await found(db, input), JSON.stringify(asked)).toEqual(expected(events, input))
          }
        },
      ),
      { numRuns: 20, seed: 20_260 },
    )
  })

  it('has the same totals by every dimension, and no purpose that was not recorded', { timeout: 120_000 }, async () => {
    const db = await fleet()
    await fc.assert(
      fc.asyncProperty(fc.array(usage, { minLength: 1, maxLength: 20 }), question, async (list, asked) => {
        await fill(db, list)
        const replies = []
        for (const groupBy of TOKEN_DIMENSIONS) {
          const reply = await getTokenAccount({ db }, TokensInput.parse({ ...asked, groupBy, limit: 500 }))
          replies.push(reply.totals)
          if (groupBy === 'purpose') expect(reply.rows.every(({ keys }) => keys[0] !== null)).toBe(true)
        }
        for (const totals of replies) expect(totals).toEqual(replies[0])
      }),
      { numRuns: 15, seed: 20_261 },
    )
  })
})
