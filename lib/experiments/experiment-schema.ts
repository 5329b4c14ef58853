import { z } from 'zod'
import { Count, IsoTime, PageInput, pageOf } from '@/lib/http/wire'
import { Analysis, OUTCOMES } from './analysis-schema'
import { Arm, EXPERIMENT_METRICS, ExperimentDefinition } from './definition'

/** Who defined it: an operator, or the records themselves. */
export const ORIGINS = ['declared', 'results', 'ab_results', 'gepa', 'campaign'] as const
export type Origin = (typeof ORIGINS)[number]
/** Whether an operator fixed what it compares and how it decides: as an experiment, or as a replay campaign. */
export const isDeclared = (origin: Origin): boolean => origin === 'declared' || origin === 'campaign'
export const ARMS = ['control', 'treatment'] as const
/** What stands of an experiment in a list: the outcome, or that its arms may not be compared. */
export const LISTED_OUTCOMES = [...OUTCOMES, 'refused'] as const
export type ListedOutcome = (typeof LISTED_OUTCOMES)[number]

const Id = z.string().min(1).max(4_000)

/** One check of whether the arms may be compared. */
export const ArmCheck = z.object({
  name: z.string(),
  level: z.enum(['ok', 'warning', 'error', 'unknown', 'not_applicable']),
  detail: z.string(),
  control: z.string().nullable(),
  treatment: z.string().nullable(),
  /** No reason can set it aside. */
  final: z.literal(true).optional(),
})

/** `valid` null: nobody checked. */
export const ArmChecks = z.object({
  valid: z.boolean().nullable(),
  /** The reason with which an operator went on in spite of the checks; everything is then marked exploratory. */
  override: z
    .object({
      reason: z.string(),
      /** The rows that keep it. */
      ids: z.array(z.string()),
    })
    .nullable(),
  checks: z.array(ArmCheck),
})
export type ArmChecks = z.infer<typeof ArmChecks>

/** The sum of what is recorded, how many results record it, and of how many. */
export const KnownSum = z.object({ sum: z.number().nullable(), known: Count, of: Count })
export type KnownSum = z.infer<typeof KnownSum>

/** One arm with everything it spent: also what failed, was excluded or found no partner. */
export const ArmSummary = z.object({
  label: z.string(),
  arm: Arm,
  runs: Count,
  observations: Count,
  evaluable: Count,
  excluded: Count,
  unmatched: Count,
  /** Of the results that can be judged; null when none can, never 0. */
  successes: Count.nullable(),
  judged: Count,
  successRate: z.number().nullable(),
  /** "353 of 500 succeeded", "no quality result (0 of 12 evaluable)". */
  quality: z.string(),
  /** Of the metric over evaluable results. */
  mean: z.number().nullable(),
  /** Intention to treat: over all observations. */
  tokens: KnownSum,
  costMicroUsd: KnownSum,
  seconds: KnownSum,
  calls: KnownSum,
  costPerSuccessMicroUsd: z.number().nullable(),
  tokensPerSuccess: z.number().nullable(),
})
export type ArmSummary = z.infer<typeof ArmSummary>

const PairSide = z.object({
  value: z.number().nullable(),
  /** Results behind the value, and those of them that cannot be judged. */
  results: Count,
  excluded: Count,
  cause: z.string().nullable(),
  runId: z.string().nullable(),
  resultId: z.string().nullable(),
})

export const PairWire = z.object({
  key: z.string(),
  cluster: z.string().nullable(),
  evaluable: z.boolean(),
  control: PairSide,
  treatment: PairSide,
  difference: z.number().nullable(),
})
export type PairWire = z.infer<typeof PairWire>

export const Unmatched = z.object({
  arm: z.enum(ARMS),
  key: z.string(),
  reason: z.string(),
  results: Count,
  runId: z.string().nullable(),
})
export type Unmatched = z.infer<typeof Unmatched>

const Stratum = z.object({
  name: z.string(),
  pairs: Count,
  /** Means over its pairs. */
  control: z.number(),
  treatment: z.number(),
  estimate: z.number(),
  ci: z.tuple([z.number(), z.number()]).nullable(),
  /** Why there is no interval. */
  why: z.string().nullable(),
})
export type Stratum = z.infer<typeof Stratum>

/** The effect within each cluster of pairs; what it is of the whole stands in the analysis. */
const Strata = z.object({ scale: z.enum(['difference', 'ratio']), total: Count, items: z.array(Stratum) })
export type Strata = z.infer<typeof Strata>

const Exclusion = z.object({ arm: z.enum(ARMS), cause: z.string(), count: Count })

export const Matching = z.object({
  observations: Count,
  /** Each observation is one of four: in a pair that is compared, … */
  matched: Count,
  /** … good, but its partner is excluded, … */
  stranded: Count,
  /** … excluded for a cause, … */
  excluded: Count,
  /** … or good and without partner. */
  unmatched: Count,
  pairs: Count,
  evaluablePairs: Count,
  repeats: z.enum(['none', 'averaged', 'clusters']),
})

/** One analysis as it was stored: what it was made from and by. */
export const ResultRecord = z.object({
  id: z.string(),
  version: Count,
  definitionHash: z.string(),
  inputHash: z.string(),
  controlHash: z.string(),
  treatmentHash: z.string(),
  method: z.string(),
  program: z.string(),
  seed: Count,
  pairs: Count,
  verdict: z.string(),
  outcome: z.enum(LISTED_OUTCOMES),
  computedAt: IsoTime,
  /** Computed while an override set the checks of this experiment aside. */
  overridden: z.boolean(),
})
export type ResultRecord = z.infer<typeof ResultRecord>

export const VersionWire = z.object({
  version: Count,
  definition: ExperimentDefinition,
  hash: z.string(),
  /** Why it differs from the version before; null of the first. */
  reason: z.string().nullable(),
  createdAt: IsoTime.nullable(),
  /** Results had been shown before it was written: what it changes is no longer declared in advance. */
  afterResults: z.boolean(),
})

const MatrixCell = z.object({
  control: z.string(),
  treatment: z.string(),
  n: Count,
  test: z.string(),
  p: z.number().nullable(),
  /** Corrected for all comparisons of the matrix. */
  holmP: z.number().nullable(),
  /** Treatment − control of success, or the geometric mean ratio of an amount. */
  estimate: z.number().nullable(),
  ci: z.tuple([z.number(), z.number()]).nullable(),
  scale: z.enum(['difference', 'ratio']),
  onlyControl: Count.nullable(),
  onlyTreatment: Count.nullable(),
  /** Of the treatment, after Holm. */
  outcome: z.enum(OUTCOMES),
  why: z.string().nullable(),
})
export type MatrixCell = z.infer<typeof MatrixCell>

export const Matrix = z.object({
  metric: z.enum(EXPERIMENT_METRICS),
  alpha: z.number(),
  configurations: z.array(z.string()),
  /** How many tests Holm corrects for. */
  family: Count,
  cells: z.array(MatrixCell),
  /** Configurations or pairs that were left out because there are too many. */
  left: Count,
})
export type Matrix = z.infer<typeof Matrix>

const Interval = z.tuple([z.number(), z.number()])

export const FamilyRow = z.object({
  metric: z.enum(EXPERIMENT_METRICS),
  isPrimary: z.boolean(),
  better: z.enum(['lower', 'higher']),
  n: Count,
  test: z.string(),
  p: z.number().nullable(),
  /** Corrected for all metrics of the family. */
  holmP: z.number().nullable(),
  estimate: z.number().nullable(),
  ci: Interval.nullable(),
  scale: z.enum(['difference', 'ratio']),
  /** Treatment / control, by geometric mean; null for success, and where an amount is not above nothing. */
  ratio: z.object({ estimate: z.number(), ci: Interval }).nullable(),
  /** Of the treatment in this metric, after Holm. */
  outcome: z.enum(OUTCOMES),
  why: z.string().nullable(),
})
export type FamilyRow = z.infer<typeof FamilyRow>

/** The same pairs in every metric they record. The primary metric decides by its own p; all of them stand corrected here. */
export const MetricFamily = z.object({ alpha: z.number(), tests: Count, rows: z.array(FamilyRow) })
export type MetricFamily = z.infer<typeof MetricFamily>

export const ConfigurationPoint = z.object({
  configuration: z.string(),
  results: Count,
  evaluable: Count,
  excluded: Count,
  successes: Count.nullable(),
  rate: z.number().nullable(),
  wilson: z.tuple([z.number(), z.number()]).nullable(),
  meanReward: z.number().nullable(),
  tokens: KnownSum,
  costMicroUsd: KnownSum,
  costPerItemMicroUsd: z.number().nullable(),
  costPerSuccessMicroUsd: z.number().nullable(),
  /** No other configuration succeeds as often for less. Null when cost or success is not known. */
  onFrontier: z.boolean().nullable(),
})
export type ConfigurationPoint = z.infer<typeof ConfigurationPoint>

/** A number that a source publishes of a configuration, beside what its own rows give. */
export const Headline = z.object({
  configuration: z.string(),
  runId: z.string(),
  name: z.string(),
  published: z.number(),
  rows: z.number(),
  agrees: z.boolean(),
})
export type Headline = z.infer<typeof Headline>

const Warning = z.object({ name: z.string(), detail: z.string() })
export type Warning = z.infer<typeof Warning>

export const ExperimentSummary = z.object({
  id: z.string(),
  name: z.string(),
  origin: z.enum(ORIGINS),
  /** Metric, test and arms were fixed by an operator; else everything is exploratory. */
  declared: z.boolean(),
  metric: z.enum(EXPERIMENT_METRICS),
  control: z.string(),
  treatment: z.string(),
  configurations: Count,
  version: Count,
  planned: Count.nullable(),
  /** Of the newest stored analysis; null until there is one. */
  pairs: Count.nullable(),
  verdict: z.string().nullable(),
  outcome: z.enum(LISTED_OUTCOMES).nullable(),
  computedAt: IsoTime.nullable(),
  createdAt: IsoTime.nullable(),
  /** Taken out of the list by an operator; everything of it stays readable. */
  withdrawn: z.object({ at: IsoTime, reason: z.string() }).nullable(),
  /** Shown in spite of its checks, for a reason that somebody gave: exploratory. */
  overridden: z.boolean(),
})
export type ExperimentSummary = z.infer<typeof ExperimentSummary>

export const ExperimentDetail = z.object({
  ...ExperimentSummary.shape,
  definition: ExperimentDefinition,
  versions: z.array(VersionWire),
  unit: z.string(),
  better: z.enum(['lower', 'higher']),
  arms: z.object({ control: ArmSummary, treatment: ArmSummary }),
  /** What one may choose the arms from, where the records define the experiment. */
  choices: z.array(z.string()),
  matching: Matching,
  exclusions: z.array(Exclusion),
  pairList: pageOf(PairWire),
  unmatched: z.object({ items: z.array(Unmatched), total: Count }),
  validity: ArmChecks,
  warnings: z.array(Warning),
  /** Why there is no effect to be shown; null when there is. */
  withheld: z.string().nullable(),
  analysis: Analysis.nullable(),
  /** Null where only one metric is recorded, or the effect is withheld. */
  family: MetricFamily.nullable(),
  /** Null where no clusters group the pairs, or the effect is withheld. */
  strata: Strata.nullable(),
  result: ResultRecord.nullable(),
  /** Older analyses, of other inputs or versions, newest first. */
  earlier: z.array(ResultRecord),
  matrix: Matrix.nullable(),
  points: z.array(ConfigurationPoint),
  headlines: z.array(Headline),
})
export type ExperimentDetail = z.infer<typeof ExperimentDetail>

export const ExperimentPage = pageOf(ExperimentSummary)
export const ListExperimentsInput = z.object({
  ...PageInput.shape,
  origin: z.enum(ORIGINS).optional(),
  metric: z.enum(EXPERIMENT_METRICS).optional(),
  q: z.string().max(300).optional(),
  /** True: only those that were withdrawn, which are left out otherwise. */
  withdrawn: z.stringbool().optional(),
})
export type ListExperimentsInput = z.infer<typeof ListExperimentsInput>

export const GetExperimentInput = z.object({
  ...PageInput.shape,
  id: Id,
  /** Other arms or another metric, of an experiment that nobody declared. */
  control: z.string().max(2_000).optional(),
  treatment: z.string().max(2_000).optional(),
  metric: z.enum(EXPERIMENT_METRICS).optional(),
})
export type GetExperimentInput = z.infer<typeof GetExperimentInput>

export const ReviseExperimentInput = z.object({
  id: Id,
  definition: ExperimentDefinition,
  reason: z.string().trim().min(1).max(2_000),
  /** The version that was read; another newest one is a conflict. */
  expectedVersion: z.number().int().min(1),
})
export type ReviseExperimentInput = z.infer<typeof ReviseExperimentInput>

export const DeclaredExperiment = z.object({ id: z.string(), version: Count, createdAt: IsoTime })
export const ExperimentReport = z.object({ markdown: z.string() })
