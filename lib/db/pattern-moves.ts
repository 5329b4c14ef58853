import 'server-only'
import { fingerprintOf } from '@/lib/fingerprint/fingerprint'
import type { Db } from './client'
import { raiseDataRevision } from './data-revision'
import { markPatterns } from './pattern-shapes'
import { type Row, type Statement, upsert, writeAll } from './upsert'

/** What is kept of a move beside its id. */
export interface NewMove {
  patternId: string
  failureId: string
  shapeId: string
  at: string
  by: string
  to: string
  text: string | null
  fixCommit: string | null
  fixAt: string | null
  until: string | null
  owner: string | null
}

const COLUMNS = [
  ...(['patternId', 'failureId', 'shapeId', 'at', 'by', 'to', 'text', 'fixCommit', 'fixAt', 'until', 'owner'] as const),
] satisfies readonly (keyof NewMove)[]

/** A move's id sorts in the order in which the moves of one moment were made. */
export const moveId = (move: Pick<NewMove, 'at' | 'patternId'>, version: number): string =>
  `${move.at}/${String(version + 1).padStart(6, '0')}/${move.patternId}`

/** Adds a move if the pattern still has so many; else the statement breaks its transaction. */
function insertMove(move: NewMove, expectedVersion: number): Statement {
  const names = ['id', ...COLUMNS].map((name) => `"${name}"`).join(', ')
  const count = 'SELECT COUNT(*) FROM "PatternMove" WHERE "patternId" = ?'
  return {
    sql:
      `INSERT INTO "PatternMove" (${names}) SELECT CASE WHEN (${count}) = ? THEN ? END, ` +
      COLUMNS.map(() => '?').join(', '),
    values: [move.patternId, expectedVersion, moveId(move, expectedVersion), ...COLUMNS.map((name) => move[name])],
  }
}

/**
 * Keeps a move and the row that follows from it, in one transaction.
 * @returns false when somebody else made a move meanwhile: nothing is then written
 */
export async function keepMove(db: Db, move: NewMove, expectedVersion: number, row: Row): Promise<boolean> {
  try {
    await writeAll(db, [
      insertMove(move, expectedVersion),
      ...upsert('Pattern', ['id'], [row], 'replace'),
      // What reads the pattern's facts at this moment does not know of the move: it is derived once more.
      markPatterns([move.patternId], moveId(move, expectedVersion)),
      raiseDataRevision(),
    ])
    return true
  } catch (error) {
    if (/NOT NULL|UNIQUE/i.test(error instanceof Error ? error.message : '')) return false
    throw error
  }
}

/**
 * The failure by which a pattern is found again after grouping anew: of the template that gave it its name where it has
 * such a one, so that what was merged into it can be taken away again.
 */
export async function anchorOf(
  db: Db,
  { id, failureId }: { id: string; failureId: string },
): Promise<{ failureId: string; shapeId: string }> {
  const shapes = await db.patternShape.findMany({ where: { patternId: id }, orderBy: { id: 'asc' } })
  const own = new Set(
    shapes
      .filter(({ template }) => template !== null && fingerprintOf(template).fingerprint === id)
      .map((row) => row.id),
  )
  const newest = await db.failure.findUnique({ where: { id: failureId }, select: { shapeId: true } })
  if (newest?.shapeId && own.has(newest.shapeId)) return { failureId, shapeId: newest.shapeId }
  for (const shapeId of own) {
    const found = await db.failure.findFirst({ where: { shapeId, patternId: id }, select: { id: true } })
    if (found) return { failureId: found.id, shapeId }
  }
  return { failureId, shapeId: newest?.shapeId ?? '' }
}
