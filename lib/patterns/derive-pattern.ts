import { catalogueEntry } from '@/lib/fingerprint/catalogue/catalogue'
import { UNKNOWN_TYPE } from '@/lib/fingerprint/cause'
import { FINGERPRINT_ALGORITHM } from '@/lib/fingerprint/fingerprint'
import { shownTemplate } from '@/lib/fingerprint/mask-characters'
import type { Cause } from '@/lib/model/status'
import { type LifeFacts, type PatternLife, patternLife } from './pattern-life'
import type { Lane, PatternMove, PatternState } from './pattern-states'
import { trendOf, trendWindows } from './pattern-trend'
import type { Trend } from './trends'

/** A move as it is stored: of the state, or a word beside it. */
export type StoredMove = { id: string; at: string; by: string } & (
  | { kind: 'state'; move: PatternMove; text: string | null }
  | { kind: 'owner'; owner: string | null }
  | { kind: 'note'; text: string }
)

export interface PatternFacts {
  id: string
  template: string
  /** Of an operator's rule; null where the failures decide. */
  told: { title: string | null; errorType: string | null; cause: Cause | null }
  /** What the failures' catalogue entries say, with how often. */
  causes: readonly { rule: string | null; cause: Cause; count: number }[]
  occurrences: number
  tellings: number
  firstSeenAt: string | null
  lastSeenAt: string | null
  days: readonly { day: string; occurrences: number }[]
  life: Pick<LifeFacts, 'occurrences' | 'runs' | 'commitOf' | 'contains'>
  moves: readonly StoredMove[]
  now: string
}

export interface DerivedPattern {
  algorithm: string
  title: string
  errorType: string
  cause: Cause
  rule: string | null
  state: PatternState
  since: string | null
  lane: Lane
  rank: number
  trend: Trend
  exposed: number | null
  oldCode: number
  fixAt: string | null
  fixCommit: string | null
  mitigation: string | null
  owner: string | null
  version: number
  dueAt: string | null
}

const TITLE_MAX = 160
const DAY_MS = 86_400_000
const BASE_RANK: Readonly<Record<Exclude<Lane, 'triage'>, number>> = {
  told: 60,
  known: 50,
  fix_merged: 40,
  verified: 30,
  ignored: 10,
}

/** All that a pattern shows and does not count: a function of its failures, runs, moves and the day. */
export function derivePattern(facts: PatternFacts): DerivedPattern {
  const life = lifeOf(facts)
  const state = life.state ?? 'new'
  const trend = trendNow(facts)
  const lane = laneOf(state, trend, facts.tellings)
  const fix = standingFix(life, facts.moves)
  return {
    algorithm: FINGERPRINT_ALGORITHM,
    title: facts.told.title ?? titleOf(facts.template),
    ...kindOf(facts),
    ...{ state, since: life.since === '' ? null : life.since, lane, trend },
    rank: rankOf(lane, state, trend) * 10 + Math.min(9, Math.floor(Math.log10(Math.max(1, facts.occurrences)))),
    ...{ exposed: life.exposed, oldCode: life.oldCode, ...fix },
    owner: ownerOf(facts.moves),
    version: facts.moves.length,
    dueAt: dueAt(facts, life),
  }
}

/** The history of a pattern with its states, as `derivePattern` sees it. */
export function lifeOf({ life, moves, now }: PatternFacts): PatternLife {
  return patternLife({ ...life, moves: stateMoves(moves), now })
}

const stateMoves = (moves: readonly StoredMove[]) => moves.flatMap((each) => (each.kind === 'state' ? [each.move] : []))

/** The template as a title: one line, cut at a word. */
export function titleOf(template: string): string {
  const line = shownTemplate(template).trim()
  if (!/[\p{L}\p{N}]/u.test(line.replaceAll('<*>', ''))) return 'No message recorded'
  if (line.length <= TITLE_MAX) return line
  return `${line
    .slice(0, TITLE_MAX)
    .replace(/\s+\S*$/, '')
    .toWellFormed()}…`
}

/** What most of the failures are; the operator's word stands above it. */
function kindOf({ causes, told }: PatternFacts): Pick<DerivedPattern, 'errorType' | 'cause' | 'rule'> {
  const [first] = [...causes].sort((a, b) => b.count - a.count || ((a.rule ?? '') < (b.rule ?? '') ? -1 : 1))
  const rule = first?.rule ?? null
  return {
    errorType: told.errorType ?? (rule === null ? null : catalogueEntry(rule)?.type) ?? UNKNOWN_TYPE,
    cause: told.cause ?? first?.cause ?? 'unknown',
    rule,
  }
}

/** By whole days of UTC, so that it changes once a day and is the same whenever on that day it is asked. */
function trendNow({ firstSeenAt, lastSeenAt, days, now }: PatternFacts): Trend {
  if (firstSeenAt === null || lastSeenAt === null) return 'silent'
  const { end, recentDay, beforeDay } = windows(now)
  const sum = (from: string, to: string) =>
    days.reduce((all, { day, occurrences }) => all + (day >= from && day < to ? occurrences : 0), 0)
  const [recent, before] = [sum(recentDay, end.slice(0, 10)), sum(beforeDay, recentDay)]
  return trendOf({ firstSeenAt, lastSeenAt, recent, before, now: end })
}

function windows(now: string) {
  const end = nextMidnight(now)
  const { recentFrom, beforeFrom } = trendWindows(end)
  return { end, recentDay: recentFrom.slice(0, 10), beforeDay: beforeFrom.slice(0, 10) }
}

/** From which day on occurrences decide the trend. */
export const trendFrom = (now: string): string => windows(now).beforeDay

const nextMidnight = (now: string) => new Date((Math.floor(Date.parse(now) / DAY_MS) + 1) * DAY_MS).toISOString()

function laneOf(state: PatternState, trend: Trend, tellings: number): Lane {
  switch (state) {
    case 'new':
    case 'regressed':
      return 'triage'
    case 'acknowledged':
    case 'fix_proposed':
      return trend === 'escalating' ? 'triage' : tellings > 1 ? 'told' : 'known'
    default:
      return state
  }
}

function rankOf(lane: Lane, state: PatternState, trend: Trend): number {
  if (lane !== 'triage') return BASE_RANK[lane]
  return state === 'regressed' ? 90 : trend === 'escalating' ? 80 : 70
}

/** The fix in force and what was said of it. */
function standingFix(life: PatternLife, moves: readonly StoredMove[]) {
  const standing: string[] = []
  for (const { basis, moveId } of life.history) {
    if (basis === 'undo') standing.pop()
    else standing.push(moveId ?? '')
  }
  const made = new Map(stateMovesById(moves))
  const steps = standing.flatMap((id) => made.get(id) ?? [])
  const merged = steps.findLast(({ move }) => move.to === 'fix_merged')
  const worded = steps.findLast(({ move, text }) => move.to.startsWith('fix_') && text !== null)
  const fix = merged?.move.to === 'fix_merged' ? merged.move : null
  return {
    fixAt: fix ? (fix.fixAt ?? fix.at) : null,
    fixCommit: fix?.fixCommit ?? null,
    mitigation: worded?.text ?? null,
  }
}

const stateMovesById = (moves: readonly StoredMove[]) =>
  moves.flatMap((each) => (each.kind === 'state' ? [[each.id, each] as const] : []))

const ownerOf = (moves: readonly StoredMove[]) => {
  const last = moves.findLast((each) => each.kind === 'owner')
  return last?.kind === 'owner' ? last.owner : null
}

/** When time alone may change it: at midnight while its trend can move, and when it was to be ignored no longer. */
function dueAt({ lastSeenAt, now }: PatternFacts, { ignoredUntil }: PatternLife): string | null {
  const due: string[] = []
  if (lastSeenAt !== null && lastSeenAt >= trendFrom(now)) due.push(nextMidnight(now))
  if (ignoredUntil && 'at' in ignoredUntil && ignoredUntil.at > now) due.push(ignoredUntil.at)
  return due.sort()[0] ?? null
}
