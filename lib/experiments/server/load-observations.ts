import 'server-only'
import type { Db } from '@/lib/db/client'
import { plannedPhases, type ResultRow, resultRows, runRows } from '@/lib/db/experiment-rows'
import type { Arm, ExperimentDefinition, ExperimentMetric } from '@/lib/experiments/definition'
import { type Observation, type Outcome, observe, outcomeOfResult, outcomeOfRun } from '@/lib/experiments/observation'
import { stableHash } from '@/lib/sources/stable-hash'
import type { KnownExperiment } from './known-experiment'

type ArmName = Observation['arm']
type Place = Pick<Observation, 'key' | 'cluster'>

/** Every result of both arms, in the metric of the definition. */
export async function loadObservations(db: Db, definition: ExperimentDefinition): Promise<Observation[]> {
  const load = definition.unit === 'item' ? itemsOf : runsOf
  const [control, treatment] = await Promise.all([load(db, definition, 'control'), load(db, definition, 'treatment')])
  return [...control, ...treatment]
}

async function itemsOf(db: Db, definition: ExperimentDefinition, arm: ArmName): Promise<Observation[]> {
  const side = definition[arm]
  const rows = await resultRows(db, side)
  const listed = definition.pairBy === 'list' ? placesOf(definition, arm) : null
  return rows.flatMap((row) => {
    const places = listed
      ? (listed.get(row.itemKey) ?? [outside(row.itemKey)])
      : [{ key: itemKeyOf(row, side), cluster: null }]
    return places.map((place) => observe(outcomeOfResult(row), { arm, ...place }, definition.metric))
  })
}

/** An item of another split is another item, unless the arm is one split. */
const itemKeyOf = ({ split, itemKey }: ResultRow, arm: Pick<Arm, 'split'>) =>
  split === null || arm.split !== undefined ? itemKey : `${split}/${itemKey}`

/** The rows of the table behind an experiment by configuration; null where its arms come from elsewhere. */
export const tableOf = (db: Db, { tableJobId, definition }: Pick<KnownExperiment, 'tableJobId' | 'definition'>) =>
  tableJobId === null ? Promise.resolve(null) : loadTable(db, tableJobId, definition.metric)

/** The rows of a table by configuration, each in the metric. */
export async function loadTable(db: Db, jobId: string, metric: ExperimentMetric): Promise<Map<string, Observation[]>> {
  const groups = new Map<string, Observation[]>()
  for (const row of await resultRows(db, { by: 'job', jobId })) {
    const one = observe(outcomeOfResult(row), { arm: 'control', key: itemKeyOf(row, {}), cluster: null }, metric)
    const group = groups.get(row.configuration)
    if (group) group.push(one)
    else groups.set(row.configuration, [one])
  }
  return groups
}

async function runsOf(db: Db, definition: ExperimentDefinition, arm: ArmName): Promise<Observation[]> {
  const rows = await runRows(db, definition[arm])
  const listed = definition.pairBy === 'list' ? placesOf(definition, arm) : null
  const plans = listed ? null : await plansOf(db, rows)
  const found = new Set(rows.map(({ id }) => id))
  const missing = [...(listed?.keys() ?? [])].filter((id) => !found.has(id))
  const stated = await statedTokens(db, [...found, ...missing], arm)
  return [...rows.map(outcomeOfRun), ...missing.map(missingRun)].flatMap((outcome) => {
    const told = stated.get(outcome.id) ?? null
    const isTold = outcome.exclusion === MISSING && told !== null
    const whole = { ...outcome, tokens: outcome.tokens ?? told, exclusion: isTold ? null : outcome.exclusion }
    const places: Place[] = listed
      ? (listed.get(outcome.id) ?? [outside(outcome.id)])
      : [{ key: plans?.get(outcome.id) ?? outside(outcome.id).key, cluster: null }]
    return places.map((place) => observe(whole, { arm, ...place }, definition.metric))
  })
}

const MISSING = 'missing run'
const missingRun = (id: string): Outcome => ({
  ...{
    id,
    runId: id,
    repeat: 0,
    success: null,
    reward: null,
    tokens: null,
    costPico: null,
    seconds: null,
    calls: null,
  },
  exclusion: MISSING,
})

/** Not in the list of pairs: nothing else has this key. */
const outside = (id: string): Place => ({ key: `not listed: ${id}`, cluster: null })

/** Where each id of an arm stands in the list of pairs; one may stand in several. */
function placesOf({ pairs = [] }: ExperimentDefinition, arm: ArmName): Map<string, Place[]> {
  const places = new Map<string, Place[]>()
  for (const pair of pairs) {
    const place = { key: pair.key, cluster: pair.cluster ?? null }
    places.set(pair[arm], [...(places.get(pair[arm]) ?? []), place])
  }
  return places
}

/** Runs of equal goal and equal phases have one plan; of a run without either nothing is known. */
export async function plansOf(
  db: Db,
  rows: readonly { id: string; goal: string | null }[],
): Promise<Map<string, string>> {
  const phases = await plannedPhases(
    db,
    rows.map(({ id }) => id),
  )
  const parts = new Map<string, (string | number | bigint | null)[]>()
  for (const { runId, index, ...phase } of phases) {
    const before = parts.get(runId) ?? []
    before.push(index, ...Object.values(phase))
    parts.set(runId, before)
  }
  return new Map(
    rows.flatMap(({ id, goal }) => {
      const own = parts.get(id)
      return goal === null && own === undefined ? [] : [[id, `plan ${stableHash([goal, ...(own ?? [])])}`]]
    }),
  )
}

/** As many values as one statement takes. */
const NAMED_MAX = 20_000

/** Tokens as an A/B tool stated them, for runs of which nothing was measured; its zero means that it did not know. */
async function statedTokens(db: Db, runIds: readonly string[], arm: ArmName): Promise<Map<string, bigint>> {
  const column = arm === 'control' ? 'controlRunId' : 'treatmentRunId'
  const total = arm === 'control' ? 'controlTotalTokens' : 'treatmentTotalTokens'
  const rows = await db.aBTestResult.findMany({
    where: { [column]: { in: runIds.slice(0, NAMED_MAX) } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return new Map(
    rows.flatMap((row) => {
      const tokens = row[total]
      return tokens === null || tokens <= 0n ? [] : [[row[column], tokens] as const]
    }),
  )
}
