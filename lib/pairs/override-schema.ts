import { z } from 'zod'
import { Count, IsoTime, PageInput, pageOf } from '@/lib/http/wire'
import { CHECK_LEVELS, CHECK_MODES } from '@/lib/validity/levels'
import { REQUESTERS } from './schema'

const By = z.enum(REQUESTERS)

/** Refusals that somebody set aside: who, when, why, and what they were then. */
export const OverrideWire = z.object({
  id: z.string(),
  at: IsoTime,
  requestedBy: By,
  reason: z.string(),
  /** False: something refused the pair that no reason can set aside, so nothing came of it. */
  valid: z.boolean(),
  mode: z.enum(CHECK_MODES),
  varied: z.array(z.string()),
  /** The two runs; of an experiment the first pair of them. */
  control: z.string(),
  treatment: z.string(),
  /** Null: of these two runs alone. */
  experimentId: z.string().nullable(),
  pairs: Count,
  /** The checks that refused, as they were. */
  setAside: z.array(z.object({ name: z.string(), level: z.enum(CHECK_LEVELS), detail: z.string() })),
  /** Null: in force. */
  withdrawn: z.object({ at: IsoTime, by: By, reason: z.string() }).nullable(),
})
export type OverrideWire = z.infer<typeof OverrideWire>

export const OverridePage = pageOf(OverrideWire)
export type OverridePage = z.infer<typeof OverridePage>

export const ListOverridesInput = z.object({
  ...PageInput.shape,
  /** A part of the reason, of a run's or of the experiment's id. */
  q: z.string().max(300).optional(),
  experimentId: z.string().max(4_000).optional(),
  /** On either side of a pair. */
  runId: z.string().max(2_000).optional(),
  withdrawn: z.stringbool().optional(),
})
export type ListOverridesInput = z.infer<typeof ListOverridesInput>

export const WithdrawOverrideInput = z.object({
  id: z.string().min(1).max(300),
  reason: z.string().trim().min(1, 'a reason is needed').max(2_000),
})
export type WithdrawOverrideInput = z.infer<typeof WithdrawOverrideInput>
