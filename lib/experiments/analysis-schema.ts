import { z } from 'zod'

/** Larger values have no square that is a number. */
const LARGEST = 1e100
const Value = z.number('is no number').min(-LARGEST, 'is too large').max(LARGEST, 'is too large')

export const METRICS = ['continuous', 'binary'] as const
export const SCALES = ['log-ratio', 'raw'] as const
export const DIRECTIONS = ['two-sided', 'less', 'greater'] as const
export const OUTCOMES = ['better', 'worse', 'cannot_tell'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const PRIMARY_TESTS = [
  'pairedT',
  'pairedTLogRatio',
  'wilcoxon',
  'wilcoxonPratt',
  'wilcoxonLogRatio',
  'sign',
  'signFlip',
  'clusterT',
  'clusterTLogRatio',
  'mcnemar',
] as const
export type PrimaryTest = (typeof PRIMARY_TESTS)[number]

export const PairInput = z.strictObject({
  key: z.string('is no text').min(1, 'is empty').max(2_000, 'is longer than 2,000 characters'),
  /** Null: this arm has no result, so the pair is counted and left out. */
  control: Value.nullable(),
  treatment: Value.nullable(),
  /** Pairs of one cluster are not independent: repeats of a task, tasks of a repository. */
  cluster: z.string().min(1).max(2_000).nullish(),
  /** Why an arm has no result. */
  cause: z.string().min(1).max(200).nullish(),
})
export type PairInput = z.infer<typeof PairInput>

export const AnalyzePairsInput = z
  .strictObject({
    metric: z.enum(METRICS),
    pairs: z.array(PairInput).max(100_000),
    /** Which way is good; lower for a continuous metric (tokens, cost, time), higher for success. */
    better: z.enum(['lower', 'higher']).optional(),
    planned: z.number().int().min(1).max(1e9).optional(),
    primary: z.enum(PRIMARY_TESTS).optional(),
    direction: z.enum(DIRECTIONS).default('two-sided'),
    alpha: z.number().min(1e-6).max(0.5).default(0.05),
    power: z.number().min(0.5).max(0.999).default(0.8),
    /** Of the always-valid interval. */
    scale: z.enum(SCALES).default('log-ratio'),
    nStar: z.number().int().min(1).max(1e9).optional(),
    seed: z.number().int().min(0).max(0xffff_ffff).default(1),
  })
  .superRefine(refuseImpossible)
export type AnalyzePairsInput = z.infer<typeof AnalyzePairsInput>

interface Refusable {
  metric: (typeof METRICS)[number]
  pairs: readonly PairInput[]
  primary?: PrimaryTest | undefined
}

function refuseImpossible({ metric, pairs, primary }: Refusable, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  if (primary !== undefined && primary !== 'clusterT' && (metric === 'binary') !== (primary === 'mcnemar'))
    refuse(['primary'], `${primary} is no test of a ${metric} metric`)
  if (metric === 'continuous') return
  const seen = new Set<string>()
  for (const [index, pair] of pairs.entries()) {
    for (const arm of ['control', 'treatment'] as const)
      if (!isBinary(pair[arm])) refuse(['pairs', index, arm], 'a binary metric is 0 or 1')
    if (seen.has(pair.key)) refuse(['pairs', index, 'key'], REPEATED_KEY)
    seen.add(pair.key)
  }
}

export const REPEATED_KEY = 'given before; repeats of a binary pair need keys of their own and a common cluster'
export const isBinary = (value: number | null): boolean => value === null || value === 0 || value === 1

const Ci = z.tuple([z.number(), z.number()])
const Estimate = z.object({ estimate: z.number(), ci: Ci.nullable() })

const TestWire = z.object({
  statistic: z.number(),
  p: z.number(),
  /** One-sided p: treatment is lower, or higher. */
  less: z.number(),
  greater: z.number(),
  n: z.number().int(),
  zeros: z.number().int(),
  exact: z.boolean(),
  /** How many differences share their magnitude, of tests by rank. */
  ties: z.number().int().optional(),
  /** Random draws behind a p that is not exact. */
  resamples: z.number().int().optional(),
})
export type TestWire = z.infer<typeof TestWire>

const McNemarWire = z.object({
  ...TestWire.shape,
  /** Is `p`; the exact one here is a number and no flag. */
  exact: z.number(),
  midP: z.number(),
  chiSquare: z.number(),
  chiSquareP: z.number(),
  correctedChiSquare: z.number(),
  correctedP: z.number(),
})

const BootstrapWire = z.object({
  percentile: Ci,
  basic: Ci,
  bca: Ci.nullable(),
  se: z.number(),
  resamples: z.number().int(),
  exact: z.boolean(),
})

const ContinuousTests = z.object({
  pairedT: TestWire.nullable(),
  pairedTLogRatio: TestWire.nullable(),
  wilcoxon: TestWire.nullable(),
  wilcoxonPratt: TestWire.nullable(),
  wilcoxonLogRatio: TestWire.nullable(),
  sign: TestWire.nullable(),
  signFlip: TestWire.nullable(),
})
const BinaryTests = z.object({ mcnemar: McNemarWire.nullable(), newcombe: Estimate.nullable() })

const RateWire = z.object({ rate: z.number(), wilson: Ci, clopperPearson: Ci })

const ClusterWire = z.object({
  clusters: z.number().int(),
  estimate: z.number(),
  se: z.number(),
  ci: Ci,
  df: z.number(),
  statistic: z.number(),
  p: z.number(),
  less: z.number(),
  greater: z.number(),
  designEffect: z.number(),
  /** The same on the scale of ratios, back as a ratio. */
  ratio: z
    .object({
      estimate: z.number(),
      ci: Ci,
      p: z.number(),
      less: z.number(),
      greater: z.number(),
      statistic: z.number(),
    })
    .nullable(),
})

/** Everything that can be said of pairs. Where a quantity is undefined it is null, and `reasons` says why by its place. */
export const Analysis = z.object({
  metric: z.enum(METRICS),
  better: z.enum(['lower', 'higher']),
  n: z.object({
    planned: z.number().int().nullable(),
    paired: z.number().int(),
    evaluable: z.number().int(),
    excluded: z.array(
      z.object({ arm: z.enum(['control', 'treatment', 'both']), cause: z.string(), count: z.number().int() }),
    ),
    /** Rows of a key that was given more than once, averaged into one pair. */
    averaged: z.number().int(),
    /** The exact p of one arm losing more pairs than the other; null when none is lost on one side alone. */
    unequalExclusionP: z.number().nullable(),
  }),
  floor: z.object({ untied: z.number().int(), minP: z.number(), canReachAlpha: z.boolean() }),
  primary: z.object({
    test: z.enum(PRIMARY_TESTS),
    p: z.number().nullable(),
    n: z.number().int(),
    alpha: z.number(),
    direction: z.enum(DIRECTIONS),
    declared: z.boolean(),
  }),
  effect: z.object({
    difference: Estimate.nullable(),
    geometricMeanRatio: Estimate.extend({ p: z.number().nullable() }).nullable(),
    ratioOfSums: z.number().nullable(),
    hodgesLehmann: Estimate.extend({ coverage: z.number().nullable() }).nullable(),
    bootstrap: BootstrapWire.nullable(),
  }),
  /** Success only. */
  table: z
    .object({
      both: z.number().int(),
      onlyTreatment: z.number().int(),
      onlyControl: z.number().int(),
      neither: z.number().int(),
    })
    .nullable(),
  rates: z.object({ control: RateWire, treatment: RateWire }).nullable(),
  tests: z.union([ContinuousTests, BinaryTests]),
  detectable: z
    .object({
      effect: z.number(),
      unit: z.enum(['dz', 'rate difference']),
      power: z.number(),
      /** The same in the unit of the metric, and as a ratio. */
      difference: z.number().nullable(),
      ratio: z.number().nullable(),
    })
    .nullable(),
  sequential: z
    .object({
      scale: z.enum(SCALES),
      nStar: z.number().int(),
      p: z.number(),
      estimate: z.number(),
      ci: Ci,
      /** Of the log-ratio scale, back as a ratio. */
      ratioCi: Ci.nullable(),
    })
    .nullable(),
  signEValue: z.number().nullable(),
  cluster: ClusterWire.nullable(),
  verdict: z.string(),
  outcome: z.enum(OUTCOMES),
  seed: z.number().int(),
  reasons: z.record(z.string(), z.string()),
})
export type Analysis = z.infer<typeof Analysis>
export type ContinuousTests = z.infer<typeof ContinuousTests>
export type BinaryTests = z.infer<typeof BinaryTests>
