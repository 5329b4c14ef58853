import 'server-only'
import type { Db } from './client'
import type { PatternRule } from './generated/client'

export type StoredPatternRule = PatternRule & { failures: number | null }

const WITH_COUNT =
  `SELECT r.*, CASE WHEN r."kind" = 'template' THEN (SELECT COUNT(*) FROM "PatternShape" s JOIN "Failure" f ` +
  `ON f."shapeId" = s."id" WHERE s."ruleId" = r."id") END AS "failures" FROM "PatternRule" r`

const counted = (rows: readonly (PatternRule & { failures: bigint | null })[]): StoredPatternRule[] =>
  rows.map((row) => ({ ...row, seq: Number(row.seq), failures: row.failures === null ? null : Number(row.failures) }))

/** Rules in the order in which they were made. */
export async function patternRules(db: Db, withdrawn: boolean): Promise<StoredPatternRule[]> {
  const filter = withdrawn ? '' : ' WHERE r."withdrawnAt" IS NULL'
  return counted(await db.$queryRawUnsafe(`${WITH_COUNT}${filter} ORDER BY r."seq", r."id"`))
}

/** Those in force that made a pattern what it is. */
export async function rulesOfPattern(db: Db, patternId: string): Promise<StoredPatternRule[]> {
  return counted(
    await db.$queryRawUnsafe(
      `${WITH_COUNT} LEFT JOIN "Failure" f ON f."id" = r."fromFailure" LEFT JOIN "PatternShape" s ON s."id" = COALESCE(f."shapeId", r."fromShape") ` +
        `WHERE r."withdrawnAt" IS NULL AND (r."id" IN (SELECT "ruleId" FROM "PatternShape" WHERE "patternId" = ?) ` +
        `OR (r."kind" = 'merge' AND s."patternId" = ?)) ORDER BY r."seq", r."id"`,
      patternId,
      patternId,
    ),
  )
}
