import 'server-only'
import { type Db, writerOf } from './client'
import type { Row, RowStatement, SqlValue, Statement } from './upsert'

/** A shape as it is stored. */
export interface StoredShape {
  id: string
  shape: string
  ruleId: string | null
  /** Null: not learned yet. */
  template: string | null
  patternId: string | null
}

/** A merge or a template as operators made them. */
export interface StoredRule {
  id: string
  kind: 'merge' | 'template'
  template: string | null
  system: string | null
  title: string | null
  errorType: string | null
  cause: string | null
  fromShape: string | null
  intoShape: string | null
}

const APPLIED_KEY = 'patternRulesApplied'

/** Changes with every rule that is made or withdrawn. */
const RULES_VERSION = `(SELECT COUNT(*) || '/' || COUNT("withdrawnAt") FROM "PatternRule")`

/** The version of the rules: what was grouped by rules of another version is to be grouped again. */
export const rulesVersion = (db: Db): string =>
  String(writerOf(db).all(`SELECT ${RULES_VERSION} AS "version"`, [])[0]?.['version'])

/** Whether the rules still have a version, as a condition of a statement with that version as its value. */
export const RULES_UNCHANGED = `${RULES_VERSION} = ?`

/** Rules in force, in the order in which they were made; a merge by the shapes that its failures have now. */
export function rulesInForce(db: Db): StoredRule[] {
  return writerOf(db).all(
    `SELECT r."id", r."kind", r."template", r."system", r."title", r."errorType", r."cause", ` +
      `COALESCE(f."shapeId", r."fromShape") AS "fromShape", COALESCE(i."shapeId", r."intoShape") AS "intoShape" ` +
      `FROM "PatternRule" r LEFT JOIN "Failure" f ON f."id" = r."fromFailure" LEFT JOIN "Failure" i ON i."id" = r."intoFailure" ` +
      `WHERE r."withdrawnAt" IS NULL ORDER BY r."seq", r."id"`,
    [],
  ) as unknown as StoredRule[]
}

const SHAPES_DUE =
  `(EXISTS (SELECT 1 FROM "PatternShape" WHERE "patternId" IS NULL) OR ` +
  `${RULES_VERSION} <> ` +
  `COALESCE((SELECT "value" FROM "Meta" WHERE "key" = '${APPLIED_KEY}'), '0/0'))`

/** Whether templates are to be learned: a shape is new, or rules changed since they were last applied. */
export const areShapesDue = (db: Db): boolean => isTrue(db, SHAPES_DUE, [])

/** Whether anything is to be done for patterns, if only because time passed. */
export const doPatternsWait = (db: Db, now: string): boolean =>
  isTrue(
    db,
    `EXISTS (SELECT 1 FROM "LooseFailure") OR EXISTS (SELECT 1 FROM "DirtyPattern") OR ${SHAPES_DUE} ` +
      `OR EXISTS (SELECT 1 FROM "Pattern" WHERE "dueAt" <= ?)`,
    [now],
  )

function isTrue(db: Db, condition: string, values: SqlValue[]): boolean {
  const [row] = writerOf(db).all(`SELECT ${condition} AS "holds"`, values)
  return Number(row?.['holds'] ?? 0) === 1
}

/**
 * What `areShapesDue` asks for: goes into the transaction that ends the learning.
 * @param version of the rules that were applied; others may have been made meanwhile
 */
export const rulesApplied = (version: string): Statement => ({
  sql: `INSERT INTO "Meta" ("key", "value") VALUES (?, ?) ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`,
  values: [APPLIED_KEY, version],
})

/**
 * Takes shapes away whose last failure went to another shape: what is learned follows from the failures that are there. The
 * addresses that led to them lead to where the failures went. Goes behind the statement that moved these.
 */
export function dropEmptyShapes(moved: readonly { from: string; to: string | null }[]): RowStatement[] {
  const isEmpty = `NOT EXISTS (SELECT 1 FROM "Failure" f WHERE f."shapeId" = ?)`
  const led = moved.flatMap(({ from, to }) => (to === null ? [] : [{ from, to }]))
  return [
    {
      sql: `UPDATE "PatternAlias" SET "shapeId" = ? WHERE "shapeId" = ? AND ${isEmpty}`,
      rows: led.map(({ from, to }) => [to, from, from]),
    },
    {
      sql:
        `INSERT INTO "PatternAlias" ("id", "shapeId") SELECT "patternId", ? FROM "PatternShape" WHERE "id" = ? ` +
        `AND "patternId" IS NOT NULL AND ${isEmpty} ON CONFLICT ("id") DO UPDATE SET "shapeId" = excluded."shapeId"`,
      rows: led.map(({ from, to }) => [to, from, from]),
    },
    {
      // With fewer shapes, others may be learned.
      sql:
        `INSERT INTO "Meta" ("key", "value") SELECT ?, 'not' WHERE ${isEmpty} ` +
        `ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`,
      rows: moved.map(({ from }) => [APPLIED_KEY, from]),
    },
    { sql: `DELETE FROM "PatternShape" WHERE "id" = ? AND ${isEmpty}`, rows: moved.map(({ from }) => [from, from]) },
  ]
}

/** Every shape, by id. */
export function allShapes(db: Db): StoredShape[] {
  return writerOf(db).all(
    'SELECT "id", "shape", "ruleId", "template", "patternId" FROM "PatternShape" ORDER BY "id"',
    [],
  ) as unknown as StoredShape[]
}

/** Moves shapes and their failures to their patterns; both patterns of each are then to be derived anew. */
export function moveShapes(
  changes: readonly { shape: StoredShape; template: string; patternId: string }[],
): (Statement | RowStatement)[] {
  const moved = changes.filter(({ shape, patternId }) => shape.patternId !== patternId)
  const left = moved.flatMap(({ shape }) => (shape.patternId === null ? [] : [[shape.patternId, shape.id]]))
  return [
    {
      sql: 'UPDATE "PatternShape" SET "template" = ?, "patternId" = ? WHERE "id" = ?',
      rows: changes.map(({ shape, template, patternId }) => [template, patternId, shape.id]),
    },
    {
      // What is the echo of another failure counts in no pattern.
      sql: 'UPDATE "Failure" SET "patternId" = ? WHERE "shapeId" = ? AND "firstCauseId" IS NULL',
      rows: moved.map(({ shape, patternId }) => [patternId, shape.id]),
    },
    {
      sql:
        'INSERT INTO "PatternAlias" ("id", "shapeId") VALUES (?, ?) ' +
        'ON CONFLICT ("id") DO UPDATE SET "shapeId" = excluded."shapeId"',
      rows: left,
    },
    markPatterns(
      moved.flatMap(({ shape, patternId }) => [patternId, ...(shape.patternId === null ? [] : [shape.patternId])]),
    ),
  ]
}

/** Puts patterns on the list of those to be derived anew. @param mark of a move; the list's entry then outlives a reading */
export const markPatterns = (ids: Iterable<string>, mark = ''): RowStatement => ({
  sql:
    'INSERT INTO "DirtyPattern" ("patternId", "mark") VALUES (?, ?) ON CONFLICT ("patternId") ' +
    `DO ${mark === '' ? 'NOTHING' : 'UPDATE SET "mark" = excluded."mark"'}`,
  rows: [...new Set(ids)].map((id) => [id, mark]),
})

/** Where the failure of a move is now, or what its shape stands for where it counts in no pattern. */
const MOVE_NOW =
  `COALESCE((SELECT f."patternId" FROM "Failure" f WHERE f."id" = m."failureId"), ` +
  `(SELECT s."patternId" FROM "Failure" f JOIN "PatternShape" s ON s."id" = f."shapeId" WHERE f."id" = m."failureId"), ` +
  `(SELECT s."patternId" FROM "PatternShape" s WHERE s."id" = m."shapeId"))`
const STRAYS = `FROM "PatternMove" m WHERE ${MOVE_NOW} <> m."patternId"`

/** Whether a move stands with a pattern that its failure has left. */
export const areMovesAstray = (db: Db): boolean => isTrue(db, `EXISTS (SELECT 1 ${STRAYS})`, [])

/** Moves of operators follow the failure they were made on; both patterns are then to be derived anew. */
export const moveMoves = (): Statement[] => [
  { sql: `INSERT INTO "DirtyPattern" ("patternId") SELECT m."patternId" ${STRAYS} ON CONFLICT DO NOTHING`, values: [] },
  { sql: `INSERT INTO "DirtyPattern" ("patternId") SELECT ${MOVE_NOW} ${STRAYS} ON CONFLICT DO NOTHING`, values: [] },
  { sql: `UPDATE "PatternMove" AS m SET "patternId" = ${MOVE_NOW} WHERE ${MOVE_NOW} <> m."patternId"`, values: [] },
]

/** The rows of new shapes. */
export const shapeRow = (shape: { id: string; shape: string; ruleId: string | null }): Row => ({
  id: shape.id,
  shape: shape.shape,
  ruleId: shape.ruleId,
})
