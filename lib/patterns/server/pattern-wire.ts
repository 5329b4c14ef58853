import 'server-only'
import type { Db } from '@/lib/db/client'
import { daysOfPatterns, newestSessions, type StoredPattern, seenIn } from '@/lib/db/pattern-list'
import { shownTemplate } from '@/lib/fingerprint/mask-characters'
import { toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import { CAUSES } from '@/lib/model/status'
import { LANES, PATTERN_STATES } from '../pattern-states'
import { confidenceOf, priorityOf, recurrenceOf } from '../recurrence'
import type { PatternSummary, SessionCell } from '../schema'
import { TRENDS } from '../trends'

/** Days of the small chart beside each pattern. */
const DAYS = 28
/** Sessions of a project that are shown as numbered cells. */
const CELLS = 6
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Patterns as lists show them, each with its last days and, where it came back, the sessions of its project. */
export async function toSummaries(db: Db, rows: readonly StoredPattern[], now: Date): Promise<PatternSummary[]> {
  const from = new Date(now.getTime() - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10)
  const ids = rows.map(({ id }) => id)
  const [days, cells] = await Promise.all([daysOfPatterns(db, ids, from), cellsOf(db, rows)])
  const byPattern = new Map<string, { day: string; occurrences: number }[]>(ids.map((id) => [id, []]))
  for (const { patternId, day, occurrences } of days) byPattern.get(patternId)?.push({ day, occurrences })
  return rows.map((row) => toSummary(row, now, { days: byPattern.get(row.id) ?? [], cells: cells.get(row.id) ?? [] }))
}

/** One of them. */
export async function summaryOf(db: Db, row: StoredPattern, now: Date): Promise<PatternSummary> {
  const [summary] = await toSummaries(db, [row], now)
  if (summary === undefined) throw new Error('a row gives a summary')
  return summary
}

function toSummary(
  row: StoredPattern,
  now: Date,
  { days, cells }: Pick<PatternSummary, 'days'> & { cells: SessionCell[] },
): PatternSummary {
  const state = PATTERN_STATES.find((each) => each === row.state) ?? 'new'
  return {
    ...{ id: row.id, fingerprint: row.id, algorithm: row.algorithm, template: shownTemplate(row.template) },
    ...{ title: row.title, errorType: row.errorType, rule: row.rule },
    cause: CAUSES.find((each) => each === row.cause) ?? 'unknown',
    ...{ state, since: row.since, lane: LANES.find((each) => each === row.lane) ?? 'known' },
    trend: TRENDS.find((each) => each === row.trend) ?? 'silent',
    ...{ confidence: confidenceOf(row.occurrences), priority: priorityOf(row.occurrences) },
    ...{ occurrences: row.occurrences, runs: row.runs, sessions: row.sessions, phases: row.phases },
    ...{ firstSeenAt: row.firstSeenAt, lastSeenAt: row.lastSeenAt === '' ? null : row.lastSeenAt },
    tokensWasted: toCountOrNull(row.tokensWasted),
    minutesWasted: row.msWasted === null ? null : Math.round(Number(row.msWasted) / (MINUTE_MS / 10)) / 10,
    costWastedMicroUsd: toMicroUsd(row.costWasted),
    wasteIsLowerBound: row.knownTokens > 0 && row.knownTokens < row.occurrences,
    recurrence: { ...recurrenceOf({ ...row, state, now: now.toISOString() }), cells },
    ...{ mitigation: row.mitigation, owner: row.owner, version: row.version },
    autopackSignatures: textsOf(row.signatures),
    ...{ systems: textsOf(row.systems), projects: textsOf(row.projects) },
    ...{ fixAt: row.fixAt, fixCommit: row.fixCommit, exposed: row.exposed, oldCode: row.oldCode, days },
  }
}

/** The sessions of the project of each pattern that came back; those of several projects have no common order. */
async function cellsOf(db: Db, rows: readonly StoredPattern[]): Promise<Map<string, SessionCell[]>> {
  const projectOf = new Map(
    rows.flatMap((row) => {
      const [project, another] = textsOf(row.projects)
      return row.tellings > 1 && project !== undefined && another === undefined ? [[row.id, project] as const] : []
    }),
  )
  const projects = [...new Set(projectOf.values())]
  const sessions = await Promise.all(
    projects.map(async (each) => [each, await newestSessions(db, each, CELLS)] as const),
  )
  const byProject = new Map(sessions)
  const ids = sessions.flatMap(([, list]) => list.map(({ id }) => id))
  const seen = ids.length === 0 ? new Set<string>() : await seenIn(db, [...projectOf.keys()], ids)
  return new Map(
    [...projectOf].map(([id, project]) => [
      id,
      (byProject.get(project) ?? []).map((each) => ({ ...each, hit: seen.has(`${id} ${each.id}`) })),
    ]),
  )
}
