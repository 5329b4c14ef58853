import { z } from 'zod'
import { Count, IsoTime, PageInput, pageOf, Tokens } from '@/lib/http/wire'

const Side = z.object({
  runId: z.string(),
  commitSha: z.string().nullable(),
  modelHash: z.string().nullable(),
  totalTokens: Tokens,
  phasesComplete: Count.nullable(),
  phasesFailed: Count.nullable(),
  totalPhases: Count.nullable(),
})

export const ABResultWire = z.object({
  id: z.string(),
  testId: z.string(),
  control: Side,
  treatment: Side,
  valid: z.boolean(),
  validityErrors: z.array(z.string()),
  /** Treatment − control. */
  tokenDelta: Count.nullable(),
  timeDeltaSeconds: z.number().nullable(),
  /** Treatment − control as a share of 1, whatever unit the source used. */
  successRateDelta: z.number().nullable(),
  createdAt: IsoTime.nullable(),
  createdBy: z.string().nullable(),
  ref: z.string().nullable(),
})
export type ABResultWire = z.infer<typeof ABResultWire>

export const ListABResultsInput = z.object({
  ...PageInput.shape,
  testId: z.string().max(300).optional(),
  valid: z.stringbool().optional(),
  runId: z.string().max(2_000).optional(),
})
export type ListABResultsInput = z.infer<typeof ListABResultsInput>
export const ABResultPage = pageOf(ABResultWire)
