import { z } from 'zod'
import { DIRECTIONS, type METRICS, PRIMARY_TESTS } from './analysis-schema'

/** What an experiment measures. Success and reward are quality, the others are effort. */
export const EXPERIMENT_METRICS = ['success', 'reward', 'tokens', 'cost', 'seconds', 'calls'] as const
export type ExperimentMetric = (typeof EXPERIMENT_METRICS)[number]
export const UNITS = ['item', 'run'] as const
export const PAIRINGS = ['item', 'plan', 'list'] as const

const Id = z.string().min(1).max(2_000)
const Split = z.string().max(300).optional()

/** One side: which rows of results, or which runs, belong to it. */
export const Arm = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('runs'), runs: z.array(Id).min(1).max(10_000), split: Split }),
  z.strictObject({ by: z.literal('tag'), tag: z.string().min(1).max(300), split: Split }),
  z.strictObject({ by: z.literal('job'), jobId: Id, split: Split }),
  z.strictObject({
    by: z.literal('configuration'),
    configuration: Id,
    jobId: Id.optional(),
    runId: Id.optional(),
    split: Split,
  }),
])
export type Arm = z.infer<typeof Arm>

/** One pair by name: run ids where a run is the unit, item keys where an item is. */
const ListedPair = z.strictObject({ key: Id, control: Id, treatment: Id, cluster: Id.optional() })

/** Everything that is fixed before results are shown. */
export const ExperimentDefinition = z
  .strictObject({
    name: z.string().trim().min(1).max(300),
    hypothesis: z.string().max(4_000).optional(),
    control: Arm,
    treatment: Arm,
    unit: z.enum(UNITS).default('item'),
    /** What makes two results one pair: the same item, the same plan, or this list. */
    pairBy: z.enum(PAIRINGS).default('item'),
    pairs: z.array(ListedPair).min(1).max(10_000).optional(),
    metric: z.enum(EXPERIMENT_METRICS).default('success'),
    /** Which way is good; more success and reward, less of everything else. */
    better: z.enum(['lower', 'higher']).optional(),
    primary: z.enum(PRIMARY_TESTS).optional(),
    direction: z.enum(DIRECTIONS).default('two-sided'),
    alpha: z.number().min(1e-6).max(0.5).default(0.05),
    power: z.number().min(0.5).max(0.999).default(0.8),
    planned: z.number().int().min(1).max(1e9).optional(),
    /** As a difference in the unit of the metric, or as a ratio treatment / control. */
    smallestEffect: z.strictObject({ value: z.number().finite(), scale: z.enum(['difference', 'ratio']) }).optional(),
    /** What may differ between the arms, and nothing else. */
    varied: z.array(z.string().min(1).max(100)).max(20).default([]),
    /** Both arms are the same on purpose: an A/A run, to see how much noise there is. */
    calibration: z.boolean().default(false),
    seed: z.number().int().min(0).max(0xffff_ffff).default(1),
  })
  .superRefine(refuseImpossible)
export type ExperimentDefinition = z.infer<typeof ExperimentDefinition>

interface Refusable {
  unit: (typeof UNITS)[number]
  pairBy: (typeof PAIRINGS)[number]
  pairs?: readonly z.infer<typeof ListedPair>[] | undefined
  metric: ExperimentMetric
  primary?: (typeof PRIMARY_TESTS)[number] | undefined
}

function refuseImpossible({ unit, pairBy, pairs, metric, primary }: Refusable, context: z.RefinementCtx): void {
  const keys = pairs?.map(({ key }) => key) ?? []
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (pairBy === 'item' && unit !== 'item') refuse('pairBy', 'runs are paired by plan or by list')
  if (pairBy === 'plan' && unit !== 'run') refuse('pairBy', 'items are paired by item or by list')
  if ((pairBy === 'list') !== (pairs !== undefined))
    refuse('pairs', 'a list is needed when pairs are named, and only then')
  if (new Set(keys).size !== keys.length) refuse('pairs', 'a key stands there twice')
  if (metric === 'reward' && unit === 'run') refuse('metric', 'a run has no reward')
  if (primary !== undefined && primary !== 'clusterT' && (metric === 'success') !== (primary === 'mcnemar'))
    refuse('primary', `${primary} is no test of ${metric}`)
}

/** What the statistics take a metric as. */
export const kindOf = (metric: ExperimentMetric): (typeof METRICS)[number] =>
  metric === 'success' ? 'binary' : 'continuous'

/** Which way is good, declared or by the metric. */
export const betterOf = ({ metric, better }: Pick<ExperimentDefinition, 'metric' | 'better'>): 'lower' | 'higher' =>
  better ?? (metric === 'success' || metric === 'reward' ? 'higher' : 'lower')

/** The unit of a metric's values on the wire. */
export const METRIC_UNITS: Readonly<Record<ExperimentMetric, string>> = {
  success: 'share',
  reward: 'score',
  tokens: 'tokens',
  cost: 'USD',
  seconds: 'seconds',
  calls: 'calls',
}

/** An arm in a few words. */
export function armLabel(arm: Arm): string {
  const split = arm.split === undefined ? '' : ` (${arm.split})`
  if (arm.by === 'configuration') return `${arm.configuration}${split}`
  if (arm.by === 'job') return `${arm.jobId}${split}`
  if (arm.by === 'tag') return `tag ${arm.tag}${split}`
  const [first = ''] = arm.runs
  return `${arm.runs.length === 1 ? first : `${arm.runs.length} runs`}${split}`
}
