import { z } from 'zod'
import { Count, IsoTime } from '@/lib/http/wire'
import { EXPERIMENT_METRICS } from './definition'
import { ARMS } from './experiment-schema'

const Id = z.string().min(1).max(4_000)
const Reason = z.string().trim().min(1, 'a reason is needed').max(2_000)

/** How one arm would match: counts alone, for what its results are worth is shown only after it is declared. */
const PreviewArm = z.object({
  label: z.string(),
  runs: Count,
  results: Count,
  /** Good results that a pair compares. */
  matched: Count,
  excluded: z.array(z.object({ cause: z.string(), count: Count })),
  /** Good results whose partner is missing or excluded. */
  unmatched: Count,
})

/** What could be found with so many pairs; no outcome is looked at. */
const PreviewDetectable = z.object({
  /** No p of an exact test gets lower, even when every pair differs; null without pairs. */
  minP: z.number().nullable(),
  canReachAlpha: z.boolean(),
  /** So many pairs have to differ, all in one direction, before α can be reached. */
  needed: Count,
  /** In standard deviations of the difference, of an amount; null of success, and below two pairs. */
  effect: z.number().nullable(),
})

export const ExperimentPreview = z.object({
  arms: z.object({ control: PreviewArm, treatment: PreviewArm }),
  pairs: Count,
  evaluablePairs: Count,
  repeats: z.enum(['none', 'averaged', 'clusters']),
  detectable: PreviewDetectable,
  /** The first keys without partner, as examples. */
  alone: z.array(z.object({ arm: z.enum(ARMS), key: z.string() })),
})
export type ExperimentPreview = z.infer<typeof ExperimentPreview>

export const WithdrawExperimentInput = z.object({ id: Id, reason: Reason })
export type WithdrawExperimentInput = z.infer<typeof WithdrawExperimentInput>
export const RestoreExperimentInput = z.object({ id: Id })
export const WithdrawnExperiment = z.object({ id: z.string(), withdrawnAt: IsoTime })
export type WithdrawnExperiment = z.infer<typeof WithdrawnExperiment>
export const RestoredExperiment = z.object({ id: z.string(), withdrawnAt: z.null() })
export type RestoredExperiment = z.infer<typeof RestoredExperiment>

export const OverrideExperimentInput = z.object({
  id: Id,
  reason: Reason,
  /** The arms and the metric that were shown, of an experiment that nobody declared. */
  control: z.string().max(2_000).optional(),
  treatment: z.string().max(2_000).optional(),
  metric: z.enum(EXPERIMENT_METRICS).optional(),
})
export type OverrideExperimentInput = z.infer<typeof OverrideExperimentInput>

export const OverriddenExperiment = z.object({
  id: z.string(),
  at: IsoTime,
  reason: z.string(),
  /** Pairs of runs whose refusals it sets aside. */
  pairs: Count,
  /** The checks that refused them. */
  setAside: z.array(z.string()),
})
export type OverriddenExperiment = z.infer<typeof OverriddenExperiment>
