import 'server-only'
import type { Context } from '@/lib/context'
import type { StoredPattern } from '@/lib/db/pattern-list'
import { anchorOf, keepMove, moveId, type NewMove } from '@/lib/db/pattern-moves'
import type { Row } from '@/lib/db/upsert'
import { AppError, badRequest } from '@/lib/errors'
import { textsOf } from '@/lib/http/stored-json'
import type { Requester } from '@/lib/pairs/schema'
import { derivePattern, type PatternFacts, type StoredMove, trendFrom } from '../derive-pattern'
import type { BulkTransitionInput, BulkTransitionResult, EditPatternInput, TransitionInput } from '../operator-schema'
import { patternLife } from '../pattern-life'
import type { IgnoreLimit, PatternMove, PatternState } from '../pattern-states'
import type { PatternSummary } from '../schema'
import { findPattern } from './get-pattern'
import { patternLifeFacts } from './pattern-life-facts'
import { summaryOf } from './pattern-wire'

type Wanted = Omit<TransitionInput, 'id' | 'expectedVersion'>

/**
 * Moves a pattern to another state, as far as the table of states allows.
 * @throws bad_request when it does not, conflict with the row as it is when somebody moved it meanwhile, not_found
 */
export async function movePattern(ctx: Context, input: TransitionInput, by: Requester): Promise<PatternSummary> {
  const { id, expectedVersion, ...wanted } = input
  const row = await findPattern(ctx.db, id)
  await atVersion(ctx, row, expectedVersion)
  const fixAt = wanted.to === 'fix_merged' ? (wanted.fixAt ?? ctx.now.toISOString()) : null
  const facts = await factsOf(ctx, row, fixAt)
  const { kind, move, text } = toMove(wanted, ctx, row, facts)
  const made: StoredMove = { id: move.id, at: move.at, by, kind, move, text }
  const states = [...facts.moves, made].flatMap((each) => (each.kind === 'state' ? [each.move] : []))
  const life = patternLife({ ...facts.life, moves: states, now: move.at })
  const refusal = life.refused.find(({ moveId: refused }) => refused === move.id)
  if (refusal) throw badRequest(`to: ${refusal.reason}`, { field: 'to' })
  return keep(ctx, row, { ...facts, moves: [...facts.moves, made], now: made.at }, expectedVersion, {
    ...{ at: move.at, by, to: move.to, text, owner: null },
    fixCommit: move.to === 'fix_merged' ? move.fixCommit : null,
    fixAt: move.to === 'fix_merged' ? move.fixAt : null,
    until: move.to === 'ignored' && move.until !== null ? JSON.stringify(move.until) : null,
  })
}

/** Moves several patterns, each by itself: what cannot be moved is told and stops no other. */
export async function movePatterns(
  ctx: Context,
  { items, ...wanted }: BulkTransitionInput,
  by: Requester,
): Promise<BulkTransitionResult> {
  const result: BulkTransitionResult = { done: [], refused: [] }
  for (const item of items) {
    try {
      result.done.push(await movePattern(ctx, { ...wanted, ...item }, by))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const row = await ctx.db.pattern.findUnique({ where: { id: item.id } })
      const pattern = row && (await summaryOf(ctx.db, row, ctx.now))
      result.refused.push({ id: item.id, reason: error.message, pattern })
    }
  }
  return result
}

/** Gives a pattern an owner, or notes something about it. @throws bad_request, conflict, not_found */
export async function editPattern(ctx: Context, input: EditPatternInput, by: Requester): Promise<PatternSummary> {
  const { id, owner, note, expectedVersion } = input
  if ((owner === undefined) === (note === undefined)) throw badRequest('owner or note: give one of them')
  const row = await findPattern(ctx.db, id)
  await atVersion(ctx, row, expectedVersion)
  const facts = await factsOf(ctx, row)
  const at = timeOf(ctx, facts.moves)
  const name = owner === '' ? null : (owner ?? null)
  const stored = { id: moveId({ at, patternId: row.id }, expectedVersion), at, by }
  const made: StoredMove =
    note === undefined ? { ...stored, kind: 'owner', owner: name } : { ...stored, kind: 'note', text: note }
  return keep(ctx, row, { ...facts, moves: [...facts.moves, made], now: made.at }, expectedVersion, {
    ...{ at, by, to: made.kind, text: note ?? null, owner: name, fixCommit: null, fixAt: null, until: null },
  })
}

async function atVersion(ctx: Context, row: StoredPattern, expected: number): Promise<void> {
  if (row.version !== expected) throw await movedMeanwhile(ctx, row)
}

async function movedMeanwhile({ db, now }: Context, row: StoredPattern): Promise<AppError> {
  const current = (await db.pattern.findUnique({ where: { id: row.id } })) ?? row
  const pattern = await summaryOf(db, current, now)
  return new AppError('conflict', `Somebody changed it meanwhile: it is ${pattern.state} now`, { pattern })
}

/** What the state follows from; what failures alone decide stands in the row already. */
async function factsOf({ db, now }: Context, row: StoredPattern, fixAt: string | null = null): Promise<PatternFacts> {
  const at = now.toISOString()
  return {
    ...{ id: row.id, template: row.template, told: { title: row.title, errorType: row.errorType, cause: null } },
    causes: [],
    ...{ occurrences: row.occurrences, tellings: row.tellings, firstSeenAt: row.firstSeenAt },
    lastSeenAt: row.lastSeenAt === '' ? null : row.lastSeenAt,
    days: await db.patternDay.findMany({
      where: { patternId: row.id, day: { gte: trendFrom(at) } },
      select: { day: true, occurrences: true },
    }),
    ...(await patternLifeFacts(db, row.id, textsOf(row.projects), at, fixAt)),
  }
}

/** After every move that was made: a clock that runs behind must not put this one before them. */
function timeOf({ now }: Context, moves: readonly StoredMove[]): string {
  return [now.toISOString(), ...moves.slice(-1).map(({ at }) => at)].sort().at(-1) ?? now.toISOString()
}

function toMove(wanted: Wanted, ctx: Context, row: StoredPattern, facts: PatternFacts) {
  const at = timeOf(ctx, facts.moves)
  const base = { id: moveId({ at, patternId: row.id }, facts.moves.length), at }
  const text = wanted.reason ?? null
  const of = (move: PatternMove) => ({ kind: 'state' as const, move, text })
  switch (wanted.to) {
    case 'acknowledged':
    case 'unignored':
    case 'undo':
      return of({ ...base, to: wanted.to })
    case 'fix_proposed':
      if (text === null) throw badRequest('reason: a proposed fix needs a text or a link', { field: 'reason' })
      return of({ ...base, to: 'fix_proposed', text })
    case 'fix_merged':
      return of({
        ...base,
        to: 'fix_merged',
        fixCommit: wanted.fixCommit?.toLowerCase() ?? null,
        fixAt: wanted.fixAt ?? null,
      })
    case 'ignored':
      if (text === null) throw badRequest('reason: ignoring needs a reason', { field: 'reason' })
      return of({ ...base, to: 'ignored', reason: text, until: limitOf(wanted.until, at) })
    default:
      return of({ ...base, to: backTo(wanted.to, facts) })
  }
}

function limitOf(until: Wanted['until'], at: string): IgnoreLimit {
  if (until === undefined) return null
  const limit = typeof until === 'string' ? { at: until } : until
  if ('at' in limit && limit.at <= at) throw badRequest('until: it is in the past', { field: 'until' })
  return limit
}

/** A state that only the system gives can be named to go back to it: that is an undo, or the end of ignoring. */
function backTo(to: PatternState, facts: PatternFacts): 'undo' | 'unignored' {
  const moves = facts.moves.flatMap((each) => (each.kind === 'state' ? [each.move] : []))
  const { state, history } = patternLife({ ...facts.life, moves, now: facts.now })
  const last = history.at(-1)
  if (last?.from !== to) throw badRequest(`to: ${to} is given by the evidence, not by hand`, { field: 'to' })
  return state === 'ignored' ? 'unignored' : 'undo'
}

async function keep(
  ctx: Context,
  row: StoredPattern,
  facts: PatternFacts,
  expectedVersion: number,
  move: Omit<NewMove, 'patternId' | 'failureId' | 'shapeId'>,
): Promise<PatternSummary> {
  const { state, since, lane, rank, trend, exposed, oldCode, fixAt, fixCommit, mitigation, owner, version, dueAt } =
    derivePattern(facts)
  const next: StoredPattern = {
    ...{ ...row, state, since, lane, rank, trend, exposed, oldCode },
    ...{ fixAt, fixCommit, mitigation, owner, version, dueAt },
  }
  const anchor = await anchorOf(ctx.db, row)
  const isKept = await keepMove(
    ctx.db,
    { ...move, ...anchor, patternId: row.id },
    expectedVersion,
    next as unknown as Row,
  )
  if (!isKept) throw await movedMeanwhile(ctx, row)
  return summaryOf(ctx.db, next, ctx.now)
}
