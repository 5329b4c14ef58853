import 'server-only'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import { addCommits } from '@/lib/patterns/server/add-commits'
import { editPattern, movePattern } from '@/lib/patterns/server/move-pattern'
import { SAMPLE_MOVES, type SampleMove } from '@/lib/sample/pattern-moves'
import { CANARY_COMMITS } from '@/lib/sample/pitwall/canary-plan'
import { settlePatterns } from './settle-patterns'

/** Does in a new sample what its operator did: the same verbs as the page, at their times. */
export async function makeSampleMoves(db: Db, now: Date): Promise<void> {
  const at = (agoMs: number): Context => ({ db, fleet: 'sample', now: new Date(now.getTime() - agoMs) })
  const commits = CANARY_COMMITS.map((sha, index) => ({
    sha,
    parents: CANARY_COMMITS.slice(Math.max(0, index - 1), index),
  }))
  await addCommits(at(0), '', commits)
  for (const move of SAMPLE_MOVES) await make(at(move.agoMs), move, now)
  await settlePatterns(at(0))
}

async function make(ctx: Context, move: SampleMove, now: Date): Promise<void> {
  const id = await patternOf(ctx.db, move)
  if (id === null) return
  const version = async () => (await ctx.db.pattern.findUniqueOrThrow({ where: { id } })).version
  await movePattern(ctx, { id, expectedVersion: await version(), ...wanted(move, now) }, 'command')
  if (move.owner !== undefined)
    await editPattern(ctx, { id, owner: move.owner, expectedVersion: await version() }, 'command')
}

function wanted(move: SampleMove, now: Date) {
  switch (move.to) {
    case 'acknowledged':
      return { to: move.to }
    case 'fix_proposed':
      return { to: move.to, reason: move.text }
    case 'fix_merged': {
      const fixAt = move.fixAgoMs === null ? undefined : new Date(now.getTime() - move.fixAgoMs).toISOString()
      return { to: move.to, fixCommit: move.fixCommit ?? undefined, fixAt }
    }
    case 'ignored':
      return { to: move.to, reason: move.reason, until: move.until ?? undefined }
  }
}

/** The pattern with most of the failures that a move is about. */
async function patternOf(db: Db, { match }: SampleMove): Promise<string | null> {
  const where =
    'rule' in match ? { causeRule: { startsWith: `${match.rule}:` } } : { message: { contains: match.contains } }
  const [found] = await db.failure.groupBy({
    by: ['patternId'],
    where: { ...where, patternId: { not: null } },
    _count: true,
    orderBy: [{ _count: { patternId: 'desc' } }, { patternId: 'asc' }],
    take: 1,
  })
  return found?.patternId ?? null
}
