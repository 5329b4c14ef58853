import 'server-only'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import { countExposed } from '@/lib/db/exposed-runs'
import type { StoredPattern } from '@/lib/db/pattern-list'
import { newestMessages, type SubjectRow, subjectsOf, templatesWith } from '@/lib/db/pattern-parts'
import { rulesOfPattern } from '@/lib/db/pattern-rules'
import { notFound } from '@/lib/errors'
import { catalogueEntry } from '@/lib/fingerprint/catalogue/catalogue'
import { nearestTemplates } from '@/lib/fingerprint/explain-group'
import { fingerprintOf } from '@/lib/fingerprint/fingerprint'
import { capTexts } from '@/lib/http/cap-texts'
import { textsOf } from '@/lib/http/stored-json'
import type { StoredMove } from '../derive-pattern'
import { differingPlaces } from '../differing-places'
import { apart, hitRate } from '../hit-rate'
import { type LifeFacts, type PatternLife, patternLife } from '../pattern-life'
import { movesFrom } from '../pattern-states'
import type {
  HitRateWire,
  LifeChangeWire,
  PatternDetail,
  PatternIdInput,
  PatternMoveWire,
  PatternSubjectWire,
} from '../schema'
import { patternLifeFacts } from './pattern-life-facts'
import { summaryOf } from './pattern-wire'
import { toRule } from './rule-wire'

/** Newest messages whose values are counted. */
const LOOKED_MAX = 1_000
const NEAREST = 6
const CANDIDATES_MAX = 2_000
const SUBJECTS_MAX = 20

/** The row of a pattern by its fingerprint, or by one it had before its template grew. @throws not_found */
export async function findPattern(db: Db, id: string): Promise<StoredPattern> {
  const row = await db.pattern.findUnique({ where: { id } })
  if (row !== null) return row
  const alias = await db.patternAlias.findUnique({ where: { id } })
  const shape = alias && (await db.patternShape.findUnique({ where: { id: alias.shapeId } }))
  const heir = shape?.patternId ? await db.pattern.findUnique({ where: { id: shape.patternId } }) : null
  if (heir === null) throw notFound('pattern', id)
  return heir
}

/** All that is known of one pattern; its occurrences have pages of their own. @throws not_found */
export async function getPattern({ db, now }: Context, { id }: PatternIdInput): Promise<PatternDetail> {
  const row = await findPattern(db, id)
  const { life, moves, now: at } = await patternLifeFacts(db, row.id, textsOf(row.projects), now.toISOString())
  const told = patternLife({ ...life, moves: stateMoves(moves), now: at })
  const entry = catalogueEntry(row.rule ?? '')
  const [summary, allDays, messages, nearest, rules, shapes, subjects] = await Promise.all([
    summaryOf(db, row, now),
    db.patternDay.findMany({
      where: { patternId: row.id },
      orderBy: { day: 'asc' },
      select: { day: true, occurrences: true },
    }),
    newestMessages(db, row.id, LOOKED_MAX),
    nearestTo(db, row),
    rulesOfPattern(db, row.id),
    db.patternShape.count({ where: { patternId: row.id } }),
    subjectLists(db, row.id),
  ])
  const rates = ratesOf(db, row, told, at)
  const state = told.state ?? 'new'
  return {
    ...capTexts(summary),
    hashInput: fingerprintOf(row.template).hashInput,
    shapes,
    catalogue: entry
      ? { id: entry.id, kind: entry.kind, means: entry.means, helps: entry.helps, example: entry.example }
      : null,
    allDays,
    rates,
    ratesBy:
      row.fixAt === null
        ? null
        : row.fixCommit !== null && told.history.some(({ basis }) => basis === 'commit')
          ? 'commit'
          : 'time',
    ratesApart: ratesApart(rates),
    differs: { looked: messages.length, places: capTexts(differingPlaces(messages, row.template)) },
    nearest,
    history: historyOf(told, moves),
    moves: movesOf(told, moves),
    canMove: movesFrom(state),
    canUndo: canUndo({ ...life, moves: stateMoves(moves), now: at }),
    subjects,
    rules: rules.map(toRule),
  }
}

const stateMoves = (moves: readonly StoredMove[]) => moves.flatMap((each) => (each.kind === 'state' ? [each.move] : []))

/** Whether an undo now would be taken. */
function canUndo(facts: LifeFacts): boolean {
  const trial = { id: 'trial', at: facts.now, to: 'undo' } as const
  return patternLife({ ...facts, moves: [...facts.moves, trial] }).refused.every(({ moveId }) => moveId !== trial.id)
}

/** Words that tell templates apart are long. */
const WORD = /[\p{L}\p{N}_]{4,}/gu

async function nearestTo(db: Db, row: StoredPattern): Promise<PatternDetail['nearest']> {
  const words = [...new Set(row.template.match(WORD) ?? [])].sort((a, b) => b.length - a.length).slice(0, 6)
  const others = await templatesWith(db, row.id, words, CANDIDATES_MAX)
  const byTemplate = new Map(others.map((other) => [other.template, other]))
  return nearestTemplates(row.template, byTemplate.keys(), NEAREST).flatMap(({ template, likeness }) => {
    const other = byTemplate.get(template)
    if (other === undefined) return []
    const { id, title, occurrences } = other
    return [{ id, title, template: fingerprintOf(template).template, likeness, occurrences }]
  })
}

async function subjectLists(db: Db, id: string): Promise<PatternDetail['subjects']> {
  const [runs, sessions, phases, jobs] = await Promise.all(
    (['run', 'session', 'phase', 'job'] as const).map((kind) => subjectsOf(db, id, kind, SUBJECTS_MAX)),
  )
  const wire = (rows: SubjectRow[] | undefined, kind: PatternSubjectWire['kind']) =>
    (rows ?? []).map(({ subjectId, runId, name, occurrences, firstAt, lastAt }) => ({
      ...{ kind, id: subjectId, runId, name, occurrences, firstAt },
      lastAt: lastAt === '' ? null : lastAt,
    }))
  return {
    runs: wire(runs, 'run'),
    sessions: wire(sessions, 'session'),
    phases: wire(phases, 'phase'),
    jobs: wire(jobs, 'job'),
  }
}

/** Runs hit of those that could have met it: before the fix, after it, and since it came back. */
function ratesOf(db: Db, row: StoredPattern, life: PatternLife, now: string): HitRateWire[] {
  const first = row.firstSeenAt
  if (first === null) return []
  const back =
    row.fixAt === null
      ? null
      : (life.history.findLast(({ to, at }) => to === 'regressed' && at > (row.fixAt ?? ''))?.at ?? null)
  const stretches = [
    { stretch: 'before' as const, from: dayBefore(first), to: row.fixAt ?? now },
    ...(row.fixAt === null
      ? []
      : [{ stretch: 'after' as const, from: row.fixAt, to: back === null ? now : before(back) }]),
    ...(back === null ? [] : [{ stretch: 'since' as const, from: before(back), to: now }]),
  ]
  return stretches.map(({ stretch, from, to }) => {
    const counted = countExposed(db, row.id, { from, to })
    return { stretch, from: counted.from, to, ...hitRate(counted.hit, counted.exposed) }
  })
}

/** A run that met it first may have ended in the same moment. */
const before = (at: string) => new Date(Date.parse(at) - 1).toISOString()
const dayBefore = before

function ratesApart(rates: readonly HitRateWire[]): boolean | null {
  const [a, b] = [rates.find(({ stretch }) => stretch === 'before'), rates.find(({ stretch }) => stretch === 'after')]
  return a && b ? apart(a, b) : null
}

function historyOf(life: PatternLife, moves: readonly StoredMove[]): LifeChangeWire[] {
  const byId = new Map(moves.map((each) => [each.id, each]))
  return life.history.map(({ at, from, to, by, basis, moveId, occurrenceId }) => {
    const made = byId.get(moveId ?? '')
    const state = made?.kind === 'state' ? made : null
    return {
      ...{ at: at === '' ? null : at, from, to, by, basis, occurrenceId, text: state?.text ?? null },
      fixCommit: state?.move.to === 'fix_merged' ? state.move.fixCommit : null,
    }
  })
}

function movesOf(life: PatternLife, moves: readonly StoredMove[]): PatternMoveWire[] {
  const refused = new Map(life.refused.map(({ moveId, reason }) => [moveId, reason]))
  return moves.map((each) => {
    const merged = each.kind === 'state' && each.move.to === 'fix_merged' ? each.move : null
    return {
      ...{ id: each.id, at: each.at, by: each.by, refused: refused.get(each.id) ?? null },
      to: each.kind === 'state' ? each.move.to : each.kind,
      text: each.kind === 'owner' ? null : each.text,
      owner: each.kind === 'owner' ? each.owner : null,
      ...{ fixCommit: merged?.fixCommit ?? null, fixAt: merged?.fixAt ?? null },
    }
  })
}
