import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import {
  dropLostFailures,
  firstCauseOf,
  type LooseEcho,
  type LooseFailure,
  looseEchoes,
  looseFailures,
  loosenEchoesBehind,
} from '@/lib/db/loose-failures'
import {
  allShapes,
  areMovesAstray,
  areShapesDue,
  dropEmptyShapes,
  markPatterns,
  moveMoves,
  moveShapes,
  RULES_UNCHANGED,
  rulesApplied,
  rulesInForce,
  rulesVersion,
  shapeRow,
} from '@/lib/db/pattern-shapes'
import { inList, type RowStatement, type Statement, upsert, writeAll } from '@/lib/db/upsert'
import { groupShapes } from '@/lib/patterns/group-shapes'
import { type FailureShape, shapeOfFailure, type TemplateRule } from '@/lib/patterns/shape-of-failure'
import type { Lease } from './lease'

/** Failures or shapes of one transaction: few enough that a page never waits long for the writer. */
const AT_ONCE = 1_000
const SHAPES_AT_ONCE = 200

/**
 * Puts every failure that waits into its pattern: finds its shape, learns the templates of all shapes anew when one is new
 * or an operator changed a rule, and points echoes to the failure before them. What comes out depends on the failures and
 * rules alone, not on their order; a kill leaves a list that the next call goes on with. Twice is a no-op.
 */
export async function groupFailures(db: Db, lease: Lease): Promise<void> {
  await placeFailures(db, lease)
  if (areShapesDue(db)) await learnShapes(db, lease)
  await linkEchoes(db, lease)
  if (areMovesAstray(db)) await writeAll(db, [lease.fence(), ...moveMoves(), raiseDataRevision()])
}

type Placed = LooseFailure & { shape: FailureShape | null }

async function placeFailures(db: Db, lease: Lease): Promise<void> {
  for (;;) {
    // Operators make rules while this runs: what was placed by older ones stays on the list.
    const version = rulesVersion(db)
    const rules = templateRules(db)
    const failures = looseFailures(db, AT_ONCE)
    if (failures.length === 0) break
    const placed = failures.map((failure): Placed => ({ ...failure, shape: shapeOfFailure(failure, rules) }))
    await writeAll(db, [lease.fence(), ...placeStatements(placed, version), raiseDataRevision()])
    await new Promise((resolve) => setImmediate(resolve))
  }
  await writeAll(db, [lease.fence(), dropLostFailures()])
}

const templateRules = (db: Db): TemplateRule[] =>
  rulesInForce(db).flatMap(({ kind, id, template, system }) =>
    kind === 'template' && template !== null ? [{ id, template, system }] : [],
  )

function placeStatements(placed: readonly Placed[], version: string): (Statement | RowStatement)[] {
  const ids = placed.map(({ id }) => id)
  const shapes = new Map(placed.flatMap(({ shape }) => (shape === null ? [] : [[shape.id, shapeRow(shape)]])))
  const [echoes, others] = [placed.filter(({ shape }) => shape?.echo), placed.filter(({ shape }) => !shape?.echo)]
  const patternOf = 'SELECT "patternId" FROM "PatternShape" WHERE "id" = ?'
  return [
    ...upsert('PatternShape', ['id'], [...shapes.values()], 'keep'),
    markPatterns(placed.flatMap(({ patternId }) => (patternId === null ? [] : [patternId]))),
    {
      sql: `UPDATE "Failure" SET "shapeId" = ?, "echo" = ?, "patternId" = (${patternOf}), "firstCauseId" = NULL WHERE "id" = ?`,
      rows: placed.map(({ id, shape }) => [shape?.id ?? null, shape?.echo ?? false, shape?.id ?? null, id]),
    },
    markPatternsOf(ids),
    ...dropEmptyShapes(movedShapes(placed)),
    {
      sql: `DELETE FROM "LooseFailure" WHERE "failureId" = ? AND ${RULES_UNCHANGED}`,
      rows: others.map(({ id }) => [id, version]),
    },
    {
      sql: `UPDATE "LooseFailure" SET "stage" = 1 WHERE "failureId" = ? AND ${RULES_UNCHANGED}`,
      rows: echoes.map(({ id }) => [id, version]),
    },
    ...loosenEchoesBehind(placed),
  ]
}

/** Shapes that failures left, with one that they went to. */
function movedShapes(placed: readonly Placed[]): { from: string; to: string | null }[] {
  const moved = new Map<string, string | null>()
  for (const { shapeId, shape } of placed)
    if (shapeId !== null && shapeId !== shape?.id) moved.set(shapeId, shape?.id ?? moved.get(shapeId) ?? null)
  return [...moved].map(([from, to]) => ({ from, to }))
}

/** The patterns that these failures belong to. */
function markPatternsOf(failureIds: readonly string[]): Statement {
  const where = inList('id', failureIds)
  return {
    sql:
      `INSERT INTO "DirtyPattern" ("patternId") SELECT DISTINCT "patternId" FROM "Failure" WHERE ${where.sql} ` +
      `AND "patternId" IS NOT NULL ON CONFLICT DO NOTHING`,
    values: where.values,
  }
}

async function learnShapes(db: Db, lease: Lease): Promise<void> {
  const version = rulesVersion(db)
  const shapes = allShapes(db)
  const merges = rulesInForce(db).flatMap(({ fromShape, intoShape }) =>
    fromShape === null || intoShape === null ? [] : [{ fromShape, intoShape }],
  )
  const grouped = groupShapes(shapes, merges)
  const changes = shapes.flatMap((shape) => {
    const now = grouped.get(shape.id)
    const isSame = now === undefined || (now.patternId === shape.patternId && now.template === shape.template)
    return isSame ? [] : [{ shape, ...now }]
  })
  // New shapes last: as long as one is left, the rest is looked at again after a kill.
  changes.sort((a, b) => Number(a.shape.patternId === null) - Number(b.shape.patternId === null))
  for (let at = 0; at < changes.length; at += SHAPES_AT_ONCE) {
    await writeAll(db, [lease.fence(), ...moveShapes(changes.slice(at, at + SHAPES_AT_ONCE)), raiseDataRevision()])
    await new Promise((resolve) => setImmediate(resolve))
  }
  await writeAll(db, [lease.fence(), ...moveMoves(), rulesApplied(version), raiseDataRevision()])
}

async function linkEchoes(db: Db, lease: Lease): Promise<void> {
  for (;;) {
    const echoes = looseEchoes(db, AT_ONCE)
    if (echoes.length === 0) return
    const linked = echoes.map((echo) => ({ ...echo, found: firstCauseOf(db, echo) }))
    await writeAll(db, [lease.fence(), ...linkStatements(linked), raiseDataRevision()])
  }
}

function linkStatements(linked: readonly (LooseEcho & { found: string | null })[]): (Statement | RowStatement)[] {
  const changed = linked.filter(
    ({ found, firstCauseId, patternId }) => found !== firstCauseId || (found === null) !== (patternId !== null),
  )
  return [
    markPatternsOf(changed.map(({ id }) => id)),
    {
      sql:
        `UPDATE "Failure" SET "firstCauseId" = ?1, "patternId" = CASE WHEN ?1 IS NULL THEN ` +
        `(SELECT "patternId" FROM "PatternShape" s WHERE s."id" = "Failure"."shapeId") END WHERE "id" = ?2`,
      rows: changed.map(({ id, found }) => [found, id]),
    },
    markPatternsOf(changed.map(({ id }) => id)),
    // What an operator put on the list anew meanwhile stays there.
    {
      sql: 'DELETE FROM "LooseFailure" WHERE "failureId" = ? AND "stage" = 1',
      rows: linked.map(({ id }) => [id]),
    },
  ]
}
