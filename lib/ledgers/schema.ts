import { z } from 'zod'
import { CostReasons, Count, IsoTime, Moment, Tokens, UsageWire } from '@/lib/http/wire'
import { DISCLOSURES } from '@/lib/ledger/disclosures'
import { LEDGER_NAMES, type LedgerName } from '@/lib/ledger/ledger-tokens'
import { TimeZone } from '@/lib/tokens/schema'

/** Four accounts of different kinds. No reply, list or export holds a sum of two of them. */

const Ledger = z.enum(LEDGER_NAMES as [LedgerName, ...LedgerName[]])
const SpentPart = z.object({ events: Count, tokens: Tokens })

export const SpentLedger = z.object({
  kind: z.literal('measured'),
  usage: UsageWire,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  costLowerBoundReasons: CostReasons,
  unpricedEvents: Count,
  events: Count,
  /** A part of what was spent, never beside it. */
  doctor: SpentPart,
  /** Of what was sent, the share (0–1) that came from the cache. */
  cacheHitRate: z.number().nullable(),
  /** What each role spent of it, the largest first. */
  roles: z.array(SpentPart.extend({ role: z.string().nullable() })),
  /** Of it: spend of runs without a row, and spend that names no run. */
  orphan: SpentPart.extend({ runs: Count }),
  runless: SpentPart,
})
export type SpentLedger = z.infer<typeof SpentLedger>

export const ArtifactLedger = z.object({
  kind: z.literal('counted'),
  tokens: Count,
  substitutions: Count,
  phases: Count,
})
export type ArtifactLedger = z.infer<typeof ArtifactLedger>

const EstimateSums = z.object({ phases: Count, samples: Count, tokens: Count })
export const DoctorLedger = z.object({
  kind: z.literal('estimated'),
  /** The sum of the three sources. */
  tokens: Count,
  callsSkipped: Count,
  /** `samples` is the sum of what each estimate rests on. */
  bySource: z.object({ run_local: EstimateSums, global: EstimateSums, fallback: EstimateSums }),
  /** Of it: estimated by Pitwall, where the record says that a call was skipped and not what that saved. */
  estimatedByPitwall: EstimateSums.nullable(),
})
export type DoctorLedger = z.infer<typeof DoctorLedger>

/** Negative: the treatment used less. Valid is what the source recorded. */
export const PairLedger = z.object({
  kind: z.literal('measured'),
  tokens: Count.nullable(),
  pairId: z.string(),
  controlRunId: z.string(),
  treatmentRunId: z.string(),
  valid: z.boolean(),
})

/** Of all valid pairs with a run in the scope. */
export const PairsLedger = z.object({
  kind: z.literal('measured'),
  /** Summed over the valid pairs that know it. */
  tokens: Count.nullable(),
  meanTokens: Count.nullable(),
  pairs: z.object({ valid: Count, refused: Count, withoutDelta: Count }),
})

/** How large real doctor calls were: the upper of the two middle values. */
const DoctorCalls = z.object({ calls: Count, medianTokens: Tokens })

const Beside = {
  doctorCalls: z.object({ here: DoctorCalls, fleet: DoctorCalls }),
  disclosures: z.array(z.object({ ledger: Ledger, name: z.enum(DISCLOSURES), text: z.string() })),
}
const Avoided = { artifactAvoided: ArtifactLedger.nullable(), doctorAvoided: DoctorLedger.nullable() }

/** The ledgers of a run. One about which the source recorded nothing is null. */
export const LedgersWire = z.object({
  spent: SpentLedger.nullable(),
  ...Avoided,
  abDelta: PairLedger.nullable(),
  ...Beside,
})
export type LedgersWire = z.infer<typeof LedgersWire>

/** The ledgers of a job with the jobs below it, or of a window. */
export const ScopeLedgersWire = z.object({
  scope: z.object({
    jobId: z.string().nullable(),
    system: z.string().nullable(),
    project: z.string().nullable(),
    from: IsoTime.nullable(),
    to: IsoTime.nullable(),
  }),
  spent: SpentLedger.nullable(),
  ...Avoided,
  abDelta: PairsLedger.nullable(),
  ...Beside,
})
export type ScopeLedgersWire = z.infer<typeof ScopeLedgersWire>

const ScopeFields = {
  system: z.string().max(64).optional(),
  project: z.string().max(300).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  tz: TimeZone,
}
export const LedgersInput = z.object(ScopeFields)
export type LedgersInput = z.infer<typeof LedgersInput>

/** One ledger as a row of a table: there are always four, and never a fifth that sums them. */
export const LedgerRow = z.object({
  ledger: Ledger,
  kind: z.enum(['measured', 'counted', 'estimated']),
  /** False: nothing was recorded, which is not zero. */
  recorded: z.boolean(),
  tokens: Tokens,
  tokensAreLowerBound: z.boolean(),
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean().nullable(),
  costLowerBoundReasons: CostReasons,
  events: Count.nullable(),
  unpricedEvents: Count.nullable(),
  doctorTokens: Tokens,
  doctorEvents: Count.nullable(),
  cacheHitRate: z.number().nullable(),
  orphanTokens: Tokens,
  orphanEvents: Count.nullable(),
  substitutions: Count.nullable(),
  phases: Count.nullable(),
  callsSkipped: Count.nullable(),
  runLocal: EstimateSums.nullable(),
  global: EstimateSums.nullable(),
  fallback: EstimateSums.nullable(),
  estimatedByPitwall: EstimateSums.nullable(),
  realDoctorCalls: Count.nullable(),
  realDoctorMedianTokens: Tokens,
  validPairs: Count.nullable(),
  refusedPairs: Count.nullable(),
  pairId: z.string().nullable(),
  controlRunId: z.string().nullable(),
  treatmentRunId: z.string().nullable(),
  disclosures: z.array(z.string()),
})
export type LedgerRow = z.infer<typeof LedgerRow>

export const DoctorEstimatesInput = z.object(ScopeFields)
export type DoctorEstimatesInput = z.infer<typeof DoctorEstimatesInput>

/** What was estimated on one day for skipped calls, beside the calls that were made: medians of one call each. */
export const DoctorEstimateDay = z.object({
  /** Null: the time was not recorded. */
  day: z.string().nullable(),
  estimated: z.object({
    calls: Count,
    medianTokens: Tokens,
    bySource: z.object({ run_local: Count, global: Count, fallback: Count }),
  }),
  realised: DoctorCalls,
})
export const DoctorEstimates = z.object({
  days: z.array(DoctorEstimateDay),
  estimated: DoctorEstimateDay.shape.estimated,
  realised: DoctorCalls,
  /** True when a skipped or real call beyond the first 50,000 is not in it. */
  isCut: z.boolean(),
})
export type DoctorEstimates = z.infer<typeof DoctorEstimates>
