import 'server-only'
import { campaignExperiment, campaignExperiments } from '@/lib/campaigns/server/campaign-experiments'
import type { Db } from '@/lib/db/client'
import {
  type AbTestRow,
  comparedTables,
  configurationNames,
  persistedTests,
  type TableRow,
} from '@/lib/db/experiment-origins'
import { ExperimentDefinition, type ExperimentMetric } from '@/lib/experiments/definition'
import { textsOf } from '@/lib/http/stored-json'
import { gepaExperiments } from './gepa-experiments'
import { type KnownExperiment, onlyVersion } from './known-experiment'

/** Experiments that nobody declared: tables of several configurations, persisted A/B tests, optimisers on a benchmark. */
export async function recordedExperiments(db: Db): Promise<KnownExperiment[]> {
  const [tables, tests, gepa] = await Promise.all([comparedTables(db), persistedTests(db), gepaExperiments(db)])
  return [
    ...(await Promise.all(tables.map((table) => tableExperiment(db, table)))),
    ...(await Promise.all(tests.map((test) => abExperiment(db, test)))),
    ...gepa,
    ...(await campaignExperiments(db)),
  ].filter((found) => found !== null)
}

/** One of them; null when the records define none of this id. */
export async function recordedExperiment(db: Db, id: string): Promise<KnownExperiment | null> {
  if (id.startsWith('table:')) {
    const [table] = await comparedTables(db, id.slice('table:'.length))
    return table ? tableExperiment(db, table) : null
  }
  if (id.startsWith('gepa:')) return (await gepaExperiments(db)).find((one) => one.id === id) ?? null
  if (id.startsWith('campaign:')) return campaignExperiment(db, id)
  const test = id.startsWith('ab:') ? (await persistedTests(db)).find((one) => abId(one) === id) : undefined
  return test ? abExperiment(db, test) : null
}

const METRICS: readonly [ExperimentMetric, keyof TableRow][] = [
  ['success', 'resolved'],
  ['reward', 'scored'],
  ['tokens', 'tokens'],
  ['cost', 'costs'],
  ['seconds', 'seconds'],
]
/** Names of what is compared against, the surest first: a baseline has one before and one after. */
const CONTROLS = [/\b(control|before|without)\b/i, /\b(baseline|plain|vanilla)\b/i]

/** The arms are the first two by name, a baseline first: what stands out may not choose its own comparison. */
async function tableExperiment(db: Db, table: TableRow): Promise<KnownExperiment | null> {
  const names = await configurationNames(db, table.jobId)
  const control =
    CONTROLS.flatMap((word) => names.filter((name) => word.test(name.replaceAll('_', ' ')))).at(0) ?? names[0]
  const treatment = names.find((name) => name !== control)
  if (control === undefined || treatment === undefined) return null
  const arm = (configuration: string) => ({ by: 'configuration' as const, configuration, jobId: table.jobId })
  const definition = ExperimentDefinition.safeParse({
    name: (table.name ?? table.jobId).slice(0, 300).trim() || 'Table',
    control: arm(control),
    treatment: arm(treatment),
    metric: METRICS.find(([, column]) => Number(table[column]) > 0)?.[0] ?? 'success',
    varied: ['configuration'],
  })
  if (!definition.success) return null
  return {
    ...{ id: `table:${table.jobId}`, name: definition.data.name, origin: 'results', definition: definition.data },
    ...{ versions: onlyVersion(definition.data, null), createdAt: table.at, tableJobId: table.jobId },
    ...{ configurations: names.length, warnings: [] },
  }
}

const abId = ({ instanceId, testId }: AbTestRow) => `ab:${instanceId}/${testId}`
const PAIRS_MAX = 10_000

/** A test as its system persisted it: its rows are the pairs, the newest row of two runs counts. */
async function abExperiment(db: Db, test: AbTestRow): Promise<KnownExperiment | null> {
  const rows = await db.aBTestResult.findMany({
    where: { instanceId: test.instanceId, testId: test.testId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: PAIRS_MAX,
  })
  const newest = new Map(
    [...rows].reverse().map((row) => [JSON.stringify([row.controlRunId, row.treatmentRunId]), row]),
  )
  const kept = [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const isShared = (arm: 'controlRunId' | 'treatmentRunId') => new Set(kept.map((row) => row[arm])).size < kept.length
  const shared = isShared('controlRunId') ? 'controlRunId' : isShared('treatmentRunId') ? 'treatmentRunId' : null
  const definition = ExperimentDefinition.safeParse({
    name: test.testId.slice(0, 300).trim() || 'A/B test',
    ...{ unit: 'run', pairBy: 'list', metric: 'tokens' },
    control: { by: 'runs', runs: [...new Set(kept.map((row) => row.controlRunId))] },
    treatment: { by: 'runs', runs: [...new Set(kept.map((row) => row.treatmentRunId))] },
    pairs: kept.map((row) => ({
      ...{ key: row.id, control: row.controlRunId, treatment: row.treatmentRunId },
      ...(shared === null ? {} : { cluster: row[shared] }),
    })),
  })
  if (!definition.success) return null
  const invalid = kept.filter(({ isValid }) => !isValid)
  const reasons = [...new Set(invalid.flatMap((row) => textsOf(row.validityErrors)))]
    .slice(0, 5)
    .join('; ')
    .slice(0, 600)
  const warnings = [
    ...(invalid.length === 0
      ? []
      : [
          {
            name: 'source_says_invalid',
            detail: `${invalid.length} of ${kept.length} comparisons are invalid for their source: ${reasons || 'no reason recorded'}`,
          },
        ]),
    ...(rows.length === kept.length
      ? []
      : [{ name: 'superseded', detail: `${rows.length - kept.length} older rows of the same two runs are left out` }]),
  ]
  return {
    ...{ id: abId(test), name: definition.data.name, origin: 'ab_results', definition: definition.data },
    ...{
      versions: onlyVersion(definition.data, null),
      createdAt: test.at,
      tableJobId: null,
      configurations: 2,
      warnings,
    },
  }
}
