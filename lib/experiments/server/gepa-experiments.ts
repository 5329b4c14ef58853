import 'server-only'
import type { Db } from '@/lib/db/client'
import { type GepaStack, gepaStacks } from '@/lib/db/experiment-origins'
import { ExperimentDefinition } from '@/lib/experiments/definition'
import type { Warning } from '@/lib/experiments/experiment-schema'
import { recordOf } from '@/lib/http/stored-json'
import { runIdOf } from '@/lib/model/ids'
import { type KnownExperiment, onlyVersion } from './known-experiment'

const CONTROL = 'gepa_ai'
const TREATMENT = 'synth_gepa'
/** Effort that differs by more is told, whatever the budget said. */
const UNEQUAL_RATIO = 1.5

const UNKNOWN_VERSION: Warning = {
  name: 'unknown_code_version',
  detail: 'the evidence names no version of either optimiser, so whether both ran the code they should is not known',
}

interface Stack extends GepaStack {
  benchmark: string
  stack: string
  values: Record<string, unknown>
}

/** Two optimisers on one benchmark: the best candidate of each, item by item of the held-out set. */
export async function gepaExperiments(db: Db): Promise<KnownExperiment[]> {
  const benchmarks = new Map<string, Stack[]>()
  for (const row of await gepaStacks(db)) {
    const [, benchmark, stack] = /^gepa\/(.+)\/([^/]+)$/s.exec(row.nativeId) ?? []
    if (benchmark === undefined || stack === undefined) continue
    const id = `${row.instanceId}/${benchmark}`
    benchmarks.set(id, [...(benchmarks.get(id) ?? []), { ...row, benchmark, stack, values: recordOf(row.data) }])
  }
  return [...benchmarks].flatMap(([id, stacks]) => {
    const control = stacks.find(({ stack }) => stack === CONTROL)
    const treatment = stacks.find(({ stack }) => stack === TREATMENT)
    return control && treatment ? (experimentOf(`gepa:${id}`, control, treatment) ?? []) : []
  })
}

function experimentOf(id: string, control: Stack, treatment: Stack): KnownExperiment | null {
  const arms = [armOf(control), armOf(treatment)]
  if (arms.includes(null)) return null
  const definition = ExperimentDefinition.safeParse({
    name: `${control.benchmark}: ${CONTROL} and ${TREATMENT}`.slice(0, 300),
    ...{ control: arms[0], treatment: arms[1], metric: 'reward', varied: ['configuration'] },
  })
  if (!definition.success) return null
  return {
    ...{ id, name: definition.data.name, origin: 'gepa', definition: definition.data, createdAt: control.at },
    ...{ versions: onlyVersion(definition.data, null), configurations: 2, tableJobId: null },
    warnings: [...supersededOf(control), ...effortOf(control, treatment), UNKNOWN_VERSION],
  }
}

/** The reported run's best candidate on what it was not tuned on. */
function armOf({ id, instanceId, stack, values }: Stack) {
  const best = values['best_candidate_id']
  const runs = values['run_ids']
  const run: unknown = Array.isArray(runs) ? runs.at(-1) : undefined
  if (typeof best !== 'string' || best === '') return null
  return {
    ...{ by: 'configuration', configuration: `${stack}/${best}`, jobId: id, split: 'heldout' },
    ...(typeof run === 'string' && run !== '' ? { runId: runIdOf(instanceId, run) } : {}),
  }
}

function supersededOf({ parentData }: Stack): Warning[] {
  const { superseded, commands, commandsReported } = recordOf(parentData ?? '{}')
  if (!Array.isArray(superseded) || superseded.length === 0) return []
  const names = superseded.filter((name) => typeof name === 'string')
  const told = `${String(commandsReported)} of ${String(commands)} runs are reported`
  return [{ name: 'superseded', detail: `${told}; left out: ${names.join(', ').slice(0, 1_000)}` }]
}

const NUMBERS: readonly [field: string, word: string][] = [
  ['total_rollouts', 'rollouts'],
  ['cost_metered_usd', 'USD'],
  ['total_elapsed_seconds', 'seconds'],
]

/** An equal budget is no equal use. */
function effortOf(control: Stack, treatment: Stack): Warning[] {
  return NUMBERS.flatMap(([field, word]) => {
    const [a, b] = [control.values[field], treatment.values[field]]
    if (typeof a !== 'number' || typeof b !== 'number' || !(Math.max(a, b) > Math.min(a, b) * UNEQUAL_RATIO)) return []
    return [{ name: 'unequal_effort', detail: `control used ${a} ${word}, treatment ${b}` }]
  })
}
