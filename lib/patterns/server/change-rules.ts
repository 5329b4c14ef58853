import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import type { StoredPattern } from '@/lib/db/pattern-list'
import { anchorOf } from '@/lib/db/pattern-moves'
import { patternRules, type StoredPatternRule } from '@/lib/db/pattern-rules'
import { areShapesDue, doPatternsWait } from '@/lib/db/pattern-shapes'
import { type Row, type Statement, upsert, writeAll } from '@/lib/db/upsert'
import { AppError, badRequest, notFound } from '@/lib/errors'
import { surestWord } from '@/lib/fingerprint/match-template'
import type { Requester } from '@/lib/pairs/schema'
import type {
  AddRuleInput,
  ListRulesInput,
  MergePatternsInput,
  RuleIdInput,
  RuleList,
  RuleResult,
  SplitPatternInput,
} from '../operator-schema'
import { ruleShapeId } from '../shape-of-failure'
import { findPattern } from './get-pattern'
import { summaryOf } from './pattern-wire'
import { toRule } from './rule-wire'

/** How long a reply waits for the failures to be grouped anew. */
const WAIT_MS = 3_000
const STEP_MS = 50

/** Operators' rules in the order in which they are applied. */
export async function listRules({ db }: Context, { withdrawn }: ListRulesInput): Promise<RuleList> {
  const items = (await patternRules(db, withdrawn)).map(toRule)
  return { items, nextCursor: null, total: items.length }
}

/** Puts patterns together, now and whenever failures are grouped anew. @throws bad_request, not_found */
export async function mergePatterns(ctx: Context, input: MergePatternsInput, by: Requester): Promise<RuleResult> {
  const into = await findPattern(ctx.db, input.into)
  const from = await Promise.all([...new Set(input.from)].map((id) => findPattern(ctx.db, id)))
  if (from.some(({ id }) => id === into.id))
    throw badRequest('from: a pattern cannot be merged into itself', { field: 'from' })
  const intoAnchor = await anchorOf(ctx.db, into)
  const rows = await Promise.all(
    from.map(async (pattern): Promise<Partial<StoredPatternRule>> => {
      const anchor = await anchorOf(ctx.db, pattern)
      return {
        ...{ kind: 'merge', fromFailure: anchor.failureId, fromShape: anchor.shapeId, fromId: pattern.id },
        ...{ intoFailure: intoAnchor.failureId, intoShape: intoAnchor.shapeId, intoId: into.id },
      }
    }),
  )
  return addRules(ctx, rows, { by, reason: input.reason ?? null }, [], async () => findPattern(ctx.db, into.id))
}

/** Makes those of a pattern's occurrences that match a template a pattern of their own. @throws bad_request, not_found */
export async function splitPattern(ctx: Context, input: SplitPatternInput, by: Requester): Promise<RuleResult> {
  const { id, ...fields } = input
  await findPattern(ctx.db, id)
  return addRule(ctx, fields, by)
}

/** Gathers every failure that matches a template into one pattern. @throws bad_request */
export async function addRule(ctx: Context, input: AddRuleInput, by: Requester): Promise<RuleResult> {
  const { template, system, title, errorType, cause, reason } = input
  const word = surestWord(template)
  if (!/[\p{L}\p{N}]{2}/u.test(word))
    throw badRequest('template: it needs a word that does not vary', { field: 'template' })
  const fields: Partial<StoredPatternRule> = { kind: 'template', template, system, title, errorType, cause }
  return addRules(ctx, [fields], { by, reason: reason ?? null }, [loosenHolding(word)], async (ids) => {
    const shape = await ctx.db.patternShape.findUnique({ where: { id: ruleShapeId(ids[0] ?? '') } })
    return shape?.patternId ? findPattern(ctx.db, shape.patternId) : null
  })
}

/** Takes a merge or a template back: failures are grouped as if it had never been made. @throws not_found, conflict */
export async function withdrawRule(ctx: Context, { id }: RuleIdInput, by: Requester): Promise<RuleResult> {
  const { db } = ctx
  const row = await db.patternRule.findUnique({ where: { id } })
  if (row === null) throw notFound('rule', id)
  if (row.withdrawnAt !== null) throw new AppError('conflict', `It was withdrawn at ${row.withdrawnAt}`)
  await writeAll(db, [
    {
      sql: 'UPDATE "PatternRule" SET "withdrawnAt" = ?, "withdrawnBy" = ? WHERE "id" = ?',
      values: [ctx.now.toISOString(), by, id],
    },
    {
      sql:
        'INSERT INTO "LooseFailure" ("failureId") SELECT "id" FROM "Failure" WHERE "shapeId" = ? ' +
        'ON CONFLICT ("failureId") DO UPDATE SET "stage" = 0',
      values: [ruleShapeId(id)],
    },
    raiseDataRevision(),
  ])
  const applied = await isApplied(db)
  const rules = (await patternRules(db, true)).filter((rule) => rule.id === id)
  return { rules: rules.map(toRule), applied, pattern: null }
}

/** Failures that a template may match hold its longest word: they are looked at again. */
const loosenHolding = (word: string): Statement => ({
  sql:
    'INSERT INTO "LooseFailure" ("failureId") SELECT "id" FROM "Failure" WHERE instr("message", ?) > 0 ' +
    'ON CONFLICT ("failureId") DO UPDATE SET "stage" = 0',
  values: [word],
})

const BLANK = {
  ...{ template: null, system: null, title: null, errorType: null, cause: null },
  ...{ fromFailure: null, fromShape: null, fromId: null, intoFailure: null, intoShape: null, intoId: null },
  ...{ withdrawnAt: null, withdrawnBy: null },
}

async function addRules(
  { db, now }: Context,
  fields: readonly Partial<StoredPatternRule>[],
  said: { by: Requester; reason: string | null },
  also: readonly Statement[],
  outcome: (ids: readonly string[]) => Promise<StoredPattern | null>,
): Promise<RuleResult> {
  const at = now.toISOString()
  const seq = await db.patternRule.count()
  const rows = fields.map((each, index): Row => {
    const id = `rule_${now.getTime().toString(36)}_${randomUUID().slice(0, 8)}`
    return { id, seq: seq + index, at, ...said, ...BLANK, ...(each as Row) }
  })
  await writeAll(db, [...upsert('PatternRule', ['id'], rows, 'keep'), ...also, raiseDataRevision()])
  const applied = await isApplied(db)
  const ids = rows.map((row) => String(row['id']))
  const stored = (await patternRules(db, false)).filter(({ id }) => ids.includes(id))
  const found = applied ? await outcome(ids) : null
  return { rules: stored.map(toRule), applied, pattern: found && (await summaryOf(db, found, now)) }
}

/** Waits until whoever groups failures has seen the change; false when nobody has after a while. */
async function isApplied(db: Db): Promise<boolean> {
  for (let waited = 0; waited < WAIT_MS; waited += STEP_MS) {
    if (!areShapesDue(db) && !doPatternsWait(db, '')) return true
    await new Promise((resolve) => setTimeout(resolve, STEP_MS))
  }
  return false
}
