import { z } from 'zod'
import { Count, Moment } from '@/lib/http/wire'
import { CauseWire } from '@/lib/runs/schema'
import { PATTERN_STATES } from './pattern-states'
import { PatternRuleWire, PatternSummary } from './schema'

const Id = z.string().min(1).max(200)
const Words = z.string().trim().min(1).max(4_000)

/** Until a time, for so many more occurrences, or up to so many a day. */
const Until = z.union([
  Moment,
  z.strictObject({ at: Moment }),
  z.strictObject({ count: z.number().int().min(1).max(1_000_000) }),
  z.strictObject({ perDay: z.number().int().min(1).max(1_000_000) }),
])

const Move = {
  /** A state, `unignored`, or `undo`: the state before the newest move. */
  to: z.enum([...PATTERN_STATES, 'unignored', 'undo']),
  reason: Words.optional(),
  fixCommit: z
    .string()
    .trim()
    .regex(/^[0-9a-fA-F]{7,64}$/, 'a commit is 7 to 64 hexadecimal digits')
    .optional(),
  /** When the fix went live, if not now. */
  fixAt: Moment.optional(),
  until: Until.optional(),
}

export const TransitionInput = z.object({ id: Id, ...Move, expectedVersion: z.number().int().min(0) })
export type TransitionInput = z.infer<typeof TransitionInput>

export const PATTERNS_AT_ONCE_MAX = 500
export const BulkTransitionInput = z.object({
  items: z
    .array(z.object({ id: Id, expectedVersion: z.number().int().min(0) }))
    .min(1)
    .max(PATTERNS_AT_ONCE_MAX),
  ...Move,
})
export type BulkTransitionInput = z.infer<typeof BulkTransitionInput>
export const BulkTransitionResult = z.object({
  done: z.array(PatternSummary),
  /** What was not moved and why, with the row as it is, if it still is. */
  refused: z.array(z.object({ id: z.string(), reason: z.string(), pattern: PatternSummary.nullable() })),
})
export type BulkTransitionResult = z.infer<typeof BulkTransitionResult>

export const EditPatternInput = z.object({
  id: Id,
  owner: z.string().trim().max(200).nullable().optional(),
  note: Words.optional(),
  expectedVersion: z.number().int().min(0),
})
export type EditPatternInput = z.infer<typeof EditPatternInput>

export const MergePatternsInput = z.object({
  into: Id,
  from: z.array(Id).min(1).max(100),
  reason: Words.optional(),
})
export type MergePatternsInput = z.infer<typeof MergePatternsInput>

const RuleFields = {
  /** With `<*>` for what may differ. */
  template: z.string().trim().min(3).max(600),
  system: z.string().max(64).nullable().default(null),
  title: z.string().trim().max(160).nullable().default(null),
  errorType: z.string().trim().max(100).nullable().default(null),
  cause: CauseWire.nullable().default(null),
  reason: Words.optional(),
}

/** Those of the occurrences that match the template become a pattern of their own. */
export const SplitPatternInput = z.object({ id: Id, ...RuleFields })
export type SplitPatternInput = z.infer<typeof SplitPatternInput>

export const AddRuleInput = z.object(RuleFields)
export type AddRuleInput = z.infer<typeof AddRuleInput>

/** What changing the rules came to; `applied` false: nothing is grouping failures at the moment. */
export const RuleResult = z.object({
  rules: z.array(PatternRuleWire),
  applied: z.boolean(),
  /** The pattern that came of it, once it is applied. */
  pattern: PatternSummary.nullable(),
})
export type RuleResult = z.infer<typeof RuleResult>

export const RuleIdInput = z.object({ id: z.string().min(1).max(100) })
export type RuleIdInput = z.infer<typeof RuleIdInput>
export const ListRulesInput = z.object({ withdrawn: z.stringbool().default(false) })
export type ListRulesInput = z.infer<typeof ListRulesInput>
export const RuleList = z.object({ items: z.array(PatternRuleWire), nextCursor: z.null(), total: Count })
export type RuleList = z.infer<typeof RuleList>

export const TestRuleInput = z.object({
  template: RuleFields.template,
  system: RuleFields.system,
  /** The rule that it would stand in the place of. */
  replaces: z.string().max(100).optional(),
})
export type TestRuleInput = z.infer<typeof TestRuleInput>
const Sample = z.object({ id: z.string(), message: z.string() })
export const RuleTest = z.object({
  /** The newest failures that were looked at, at most 10,000. */
  looked: Count,
  /** Of them: would come under the rule, would leave it, are under it already. */
  gained: Count,
  lost: Count,
  kept: Count,
  /** Patterns that failures would move from. */
  moved: z.array(z.object({ id: z.string().nullable(), title: z.string().nullable(), count: Count, of: Count })),
  samples: z.object({ gained: z.array(Sample), lost: z.array(Sample) }),
})
export type RuleTest = z.infer<typeof RuleTest>
