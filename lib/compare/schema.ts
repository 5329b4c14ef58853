import { z } from 'zod'
import { CostReasons, Count, IsoTime, StatusWire, Tokens } from '@/lib/http/wire'
import { RunSummary } from '@/lib/runs/schema'
import { DIVERGENCE_KINDS } from './divergence-kind'
import { SPEC_GROUPS, SPEC_STATES } from './specification'
import { UNKNOWN_SIDES } from './token-waterfall'

const RunId = z.string().min(1).max(2_000)
export const CompareRunsInput = z.object({ control: RunId, treatment: RunId })
export type CompareRunsInput = z.infer<typeof CompareRunsInput>

export const SpecRowWire = z.object({
  group: z.enum(SPEC_GROUPS),
  name: z.string(),
  state: z.enum(SPEC_STATES),
  control: z.string().nullable(),
  treatment: z.string().nullable(),
})
export type SpecRowWire = z.infer<typeof SpecRowWire>

export const PhaseSideWire = z.object({
  id: z.string(),
  label: z.string(),
  type: z.string().nullable(),
  /** Place in its run, from 1. */
  position: Count,
  status: StatusWire,
  /** Null: no attempt is recorded. */
  attempts: Count.nullable(),
  failedAttempts: Count.nullable(),
  /** From the first to the last evidence. */
  durationMs: Count.nullable(),
  tokens: Tokens,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  costLowerBoundReasons: CostReasons,
})
export type PhaseSideWire = z.infer<typeof PhaseSideWire>

export const PhasePairWire = z.object({
  /** How the two were found to belong together; null for a phase of one side. */
  by: z.enum(['name', 'type']).nullable(),
  moved: z.boolean(),
  repeat: z.boolean(),
  control: PhaseSideWire.nullable(),
  treatment: PhaseSideWire.nullable(),
})
export type PhasePairWire = z.infer<typeof PhasePairWire>

export const WaterfallBarWire = z.object({
  key: z.string(),
  label: z.string(),
  kind: z.enum(['phase', 'outside']),
  control: Tokens,
  treatment: Tokens,
  /** Treatment − control; null when nothing was recorded. */
  delta: Tokens,
  /** Sides that have this part without any recorded tokens. */
  unknown: z.enum(UNKNOWN_SIDES),
})
export type WaterfallBarWire = z.infer<typeof WaterfallBarWire>

export const WaterfallWire = z.object({
  control: Tokens,
  treatment: Tokens,
  /** The sum of the bars' deltas; null when a side recorded no tokens. */
  delta: Tokens,
  bars: z.array(WaterfallBarWire),
  /** Events of each side that record no tokens, or only a part of them. */
  incomplete: z.object({ control: Count, treatment: Count }),
})
export type WaterfallWire = z.infer<typeof WaterfallWire>

/** One entry beside the place where two transcripts part. */
export const ContextEntryWire = z.object({
  id: z.string(),
  at: IsoTime.nullable(),
  kind: z.string(),
  role: z.string(),
  tool: z.string().nullable(),
  title: z.string().nullable(),
  text: z.string().nullable(),
  outcome: z.string().nullable(),
})
export type ContextEntryWire = z.infer<typeof ContextEntryWire>

export const DivergentSideWire = z.object({
  sessionId: z.string(),
  /** Place of the step among the steps of its session, from 0. */
  stepIndex: Count,
  /** Null: this side has ended. */
  entryId: z.string().nullable(),
  /** Steps of this side until both go on together, or end; null when neither happens within 256 steps. */
  stepsApart: Count.nullable(),
  meetsAt: z.string().nullable(),
  /** A few entries around the place, in the order of reading. */
  context: z.array(ContextEntryWire),
})
export type DivergentSideWire = z.infer<typeof DivergentSideWire>

export const TranscriptsWire = z.object({
  /** `none`: a side has no transcript; `same`: no step differs; `part`: they part; `sessions`: one side has a session more. */
  state: z.enum(['none', 'same', 'part', 'sessions']),
  /** Sessions with entries. */
  sessions: z.object({ control: Count, treatment: Count, compared: Count }),
  /** Steps that are the same before they part, over all sessions compared. */
  matchedSteps: Count,
  divergence: z
    .object({ kind: z.enum(DIVERGENCE_KINDS), control: DivergentSideWire, treatment: DivergentSideWire })
    .nullable(),
})
export type TranscriptsWire = z.infer<typeof TranscriptsWire>

export const RunComparison = z.object({
  control: RunSummary,
  treatment: RunSummary,
  specification: z.array(SpecRowWire),
  phases: z.array(PhasePairWire),
  waterfall: WaterfallWire,
  transcripts: TranscriptsWire,
})
export type RunComparison = z.infer<typeof RunComparison>
