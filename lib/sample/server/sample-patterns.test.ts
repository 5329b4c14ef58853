import { describe, expect, test } from 'vitest'
import type { Failure } from '@/lib/db/generated/client'
import { classifyFailure } from '@/lib/fingerprint/cause'
import { failureShape, fingerprintOf } from '@/lib/fingerprint/fingerprint'
import { learnTemplates } from '@/lib/fingerprint/learn-templates'
import { patternLife } from '@/lib/patterns/pattern-life'
import { trendOf, trendWindows } from '@/lib/patterns/pattern-trend'
import type { Trend } from '@/lib/patterns/trends'
import { SAMPLE_MOVES, type SampleMove } from '@/lib/sample/pattern-moves'
import { CANARY_COMMITS, FIXES } from '@/lib/sample/pitwall/canary-plan'
import { RECURRING_PROBLEMS } from '@/lib/sample/transcripts/recurring-problems'
import { importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { createSample } from './create-sample'

const NOW = new Date('2026-03-19T08:40:21.000Z')

interface Group {
  template: string
  rule: string | null
  failures: Failure[]
}

interface Read {
  groups: Group[]
  sessionNames: ReadonlyMap<string, string>
  runs: { id: string; jobId: string | null; endedAt: string; commit: string | null }[]
  /** Of the canary, the oldest first. */
  commits: string[]
}

let read: Promise<Read> | null = null
/** The whole sample as its readers understand it, read once. */
const sample = () => (read ??= readSample())

async function readSample(): Promise<Read> {
  const { files } = createSample({ folder: testFolder(), now: NOW })
  const store = await testDb()
  await importInto(store, files, { synthetic: true }, () => NOW)
  const { db } = store
  const runs = (await db.run.findMany({ orderBy: { endedAt: 'asc' } })).map(({ id, jobId, endedAt, data }) => ({
    ...{ id, jobId, endedAt: endedAt ?? '' },
    commit: (JSON.parse(data) as { git_commit?: string }).git_commit ?? null,
  }))
  const job = await db.job.findFirstOrThrow({ where: { nativeId: 'label-canary' } })
  return {
    groups: grouped(await db.failure.findMany({ orderBy: [{ at: 'asc' }, { id: 'asc' }] })),
    sessionNames: new Map((await db.session.findMany()).map(({ id, name }) => [id, name ?? ''])),
    runs,
    commits: (JSON.parse(job.data) as { commits: string[] }).commits,
  }
}

/** The failures by fingerprint, with templates learned over all of them. */
function grouped(failures: readonly Failure[]): Group[] {
  const shapes = failures.map(({ message }) => failureShape(message).shape)
  const templates = learnTemplates(shapes)
  const byPrint = new Map<string, Group>()
  failures.forEach((failure, at) => {
    const { fingerprint, template } = fingerprintOf(templates.get(shapes[at] ?? '') ?? '')
    const group = byPrint.get(fingerprint) ?? { template, rule: ruleOf(failure), failures: [] }
    expect([template, ruleOf(failure)]).toEqual([template, group.rule])
    group.failures.push(failure)
    byPrint.set(fingerprint, group)
  })
  return [...byPrint.values()]
}

const ruleOf = ({ message, system }: Failure) => classifyFailure(message, { system, state: null }).rule

function only({ groups }: Read, match: SampleMove['match']): Group {
  const found = groups.filter(({ rule, failures }) =>
    'rule' in match ? rule === match.rule : failures.some(({ message }) => message.includes(match.contains)),
  )
  expect([match, found.map(({ template }) => template)]).toEqual([match, [expect.any(String)]])
  return found[0] as Group
}

const sessionNumber = ({ sessionNames }: Read, { sessionId }: Failure) =>
  Number(/^Session (\d): /.exec(sessionNames.get(sessionId ?? '') ?? '')?.[1] ?? 0)

describe('the six sessions of the sample', () => {
  test('have the seven problems as seven patterns, each in its own sessions and of its own entry', async () => {
    const all = await sample()
    const told = all.groups.flatMap(({ rule, failures }) => {
      const sessions = [...new Set(failures.map((failure) => sessionNumber(all, failure)))].sort()
      return sessions.some((number) => number > 0) ? [[rule, sessions]] : []
    })
    const problems = RECURRING_PROBLEMS.map(({ rule, sessions }) => [rule, sessions])
    expect(problems).toHaveLength(7)
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(problems))
    expect(told).toHaveLength(7)
  })

  test('tell each of them in other words every time', async () => {
    const all = await sample()
    for (const { rule } of RECURRING_PROBLEMS) {
      const { failures, template } = only(all, { rule })
      const lines = new Set(failures.map(({ message }) => failureShape(message).text))
      expect([template, lines.size]).toEqual([template, failures.length])
      expect(template).toContain('<*>')
      // One by their masks alone: nothing has to be learned from what else a fleet holds.
      expect(new Set(failures.map(({ message }) => failureShape(message).shape)).size).toBe(1)
    }
  })
})

const DAY_MS = 86_400_000
const iso = (ago: number) => new Date(NOW.getTime() - ago).toISOString()

/** The life of a pattern in the sample, its runs being those of the jobs in which it occurred. */
function lifeOf(all: Read, match: SampleMove['match']) {
  const { runs, commits } = all
  const { failures } = only(all, match)
  const jobs = new Set(runs.filter(({ id }) => failures.some(({ runId }) => runId === id)).map(({ jobId }) => jobId))
  const moves = SAMPLE_MOVES.filter((move) => JSON.stringify(move.match) === JSON.stringify(match))
  return patternLife({
    occurrences: failures.map(({ id, at, runId }) => ({ id, at: at ?? '', runId })),
    runs: runs.filter(({ jobId, endedAt }) => jobs.has(jobId) && endedAt !== ''),
    moves: moves.map((move, index) => {
      const made = { id: `m${index}`, at: iso(move.agoMs) }
      if (move.to !== 'fix_merged') return { ...move, ...made }
      return { ...move, ...made, fixAt: move.fixAgoMs === null ? null : iso(move.fixAgoMs) }
    }),
    commitOf: (runId) => runs.find(({ id }) => id === runId)?.commit ?? null,
    contains: (commit, fix) => commits.indexOf(commit) >= commits.indexOf(fix),
    now: NOW.toISOString(),
  })
}

const PORT = { rule: 'port_in_use' }
const SESSION = { contains: 'No conversation found with session ID' }

describe('the fixes of the sample', () => {
  test('one held: at least 30 runs since have its commit, and it is verified by that', async () => {
    const all = await sample()
    const { runs, commits } = all
    expect(commits).toEqual(CANARY_COMMITS)
    const since = runs.filter(
      ({ commit }) => commit !== null && commits.indexOf(commit) >= commits.indexOf(FIXES.port.commit),
    )
    expect(since.length).toBeGreaterThanOrEqual(30)
    const life = lifeOf(all, PORT)
    expect(life).toMatchObject({ state: 'verified', oldCode: 0, refused: [] })
    expect(life.history.at(-1)).toMatchObject({ basis: 'commit' })
  })

  test('one did not: it came back in code that has it; a run of older code is no proof', async () => {
    const life = lifeOf(await sample(), SESSION)
    expect(life).toMatchObject({ state: 'regressed', oldCode: 1, refused: [] })
    expect(life.history.at(-1)).toMatchObject({ basis: 'commit' })
  })

  test('one without a commit is judged by time, and came back', async () => {
    expect(lifeOf(await sample(), { rule: 'prompt_blocks' }).history.at(-1)).toMatchObject({
      to: 'regressed',
      basis: 'time',
    })
  })

  test('every move means one pattern and was allowed, and is older than the one behind it', async () => {
    const all = await sample()
    for (const { match } of SAMPLE_MOVES) expect([match, lifeOf(all, match).refused]).toEqual([match, []])
    const agos = SAMPLE_MOVES.map(({ agoMs }) => agoMs)
    expect(agos).toEqual(agos.toSorted((a, b) => b - a))
  })

  test('what is told and not mended stays open; what is ignored says until when', async () => {
    const all = await sample()
    const states = ['tls_verification', 'environment_not_loaded', 'flag_two_names', 'api_overloaded'].map(
      (rule) => lifeOf(all, { rule }).state,
    )
    expect(states).toEqual(['fix_proposed', 'acknowledged', 'new', 'ignored'])
  })
})

test('a storm of 2,000 equal errors within minutes is one pattern in one run', async () => {
  const { failures } = only(await sample(), { rule: 'connection_refused' })
  expect(failures).toHaveLength(2_000)
  expect(new Set(failures.map(({ runId }) => runId)).size).toBe(1)
  const [first, last] = [failures[0]?.at, failures.at(-1)?.at].map((at) => Date.parse(at ?? ''))
  expect((last ?? 0) - (first ?? 0)).toBeLessThan(10 * 60_000)
})

test.each([
  ['new', { rule: 'missing_binary' }],
  ['escalating', { rule: 'rate_limited' }],
  ['silent', { rule: 'disk_full' }],
  ['steady', { contains: 'PrinterTimeout' }],
] satisfies [Trend, SampleMove['match']][])('one pattern is %s', async (trend, match) => {
  const times = only(await sample(), match).failures.map(({ at }) => at ?? '')
  const [firstSeenAt, lastSeenAt] = [times[0] ?? '', times.at(-1) ?? '']
  const now = NOW.toISOString()
  const { recentFrom, beforeFrom } = trendWindows(now)
  const recent = times.filter((at) => at >= recentFrom).length
  const before = times.filter((at) => at >= beforeFrom && at < recentFrom).length
  expect(trendOf({ firstSeenAt, lastSeenAt, recent, before, now })).toBe(trend)
  if (trend === 'new') expect(firstSeenAt > iso(DAY_MS)).toBe(true)
  if (trend === 'steady') expect(firstSeenAt < iso(40 * DAY_MS)).toBe(true)
})
