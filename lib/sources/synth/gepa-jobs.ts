import type { JobRecord } from '@/lib/model/records'
import type { Yielded } from '@/lib/sources/document-batches'
import type { JsonCells } from '@/lib/sources/json-cells'
import type { Benchmark, Evidence } from './gepa-book'
import { benchmarkJobKey, EVIDENCE_JOB_KEY, stackJobKey } from './gepa-keys'
import { allRuns, isSuperseded, isUnequal, type Run, type RunTally, runPieces } from './gepa-runs'
import { groupJob } from './group'

const NUMBERS = [
  ...['num_candidates', 'seed_heldout_score', 'best_heldout_score', 'mean_heldout_score', 'lift_over_seed'],
  ...['total_rollouts', 'total_cost_usd', 'total_rollout_cost_usd', 'total_proposer_cost_usd'],
  ...['total_elapsed_seconds', 'cost_metered_usd', 'cost_with_codex_subscription_usd', 'best_candidate_id'],
  ...['best_at_rollouts', 'best_at_cost_usd', 'best_at_elapsed_seconds', 'run_ids'],
]

/** The evidence as a group of benchmarks, each with its stacks, and under every stack all its runs, reported or not. */
export function* jobPieces(evidence: Evidence, tallies: ReadonlyMap<string, RunTally>): Generator<Yielded> {
  const runs = [...allRuns(evidence, tallies)]
  const latest = [...evidence.benchmarks.values()].map((one) => one.generatedAt).filter((at) => at !== null)
  yield {
    ...groupJob(EVIDENCE_JOB_KEY, 'GEPA comparison', 'evidence'),
    updatedAt: latest.sort().at(-1) ?? lastEnd(runs),
    data: reportedOf(runs, evidence),
  }
  for (const benchmark of evidence.benchmarks.values()) yield* benchmarkPieces(benchmark, runs, evidence)
  for (const run of runs) yield* runPieces(run, evidence)
}

const lastEnd = (runs: readonly Run[]) =>
  runs
    .map((run) => run.command?.cells.time('finished_at') ?? run.tally?.lastAt ?? null)
    .filter((at) => at !== null)
    .sort()
    .at(-1) ?? null

/** "12 of 23 commands reported": what was tried beside what was told. */
function reportedOf(runs: readonly Run[], evidence: Evidence): Record<string, unknown> {
  const commands = runs.filter((run) => run.command !== null)
  return {
    commands: commands.length,
    commandsReported: commands.filter((run) => run.reported).length,
    reportedRuns: runs.filter((run) => run.reported).length,
    superseded: runs.filter((run) => isSuperseded(run, evidence)).map((run) => run.runKey),
  }
}

function* benchmarkPieces(benchmark: Benchmark, runs: readonly Run[], evidence: Evidence): Generator<Yielded> {
  const own = runs.filter((run) => run.benchmark === benchmark.name)
  const config = benchmark.parity?.fields ?? null
  const unequal = isUnequal(benchmark)
  const superseded = own.some((run) => isSuperseded(run, evidence))
  const flags = [...(unequal ? ['pair_unequal_effort'] : []), ...(superseded ? ['pair_superseded'] : [])]
  const shared: Partial<JobRecord> = {
    project: benchmark.name,
    goal: goalOf(benchmark.parity),
    modelRequested: benchmark.parity?.line('policy_model') ?? null,
    config,
    updatedAt: benchmark.generatedAt ?? lastEnd(own),
    flags,
  }
  yield {
    ...groupJob(benchmarkJobKey(benchmark.name), benchmark.name, `benchmarks/${benchmark.name}`),
    ...shared,
    parentKey: EVIDENCE_JOB_KEY,
    data: { ...reportedOf(own, evidence), ...benchmark.notes },
  }
  const stacks = new Set([...benchmark.stacks.keys(), ...own.map((run) => run.stack)])
  for (const stack of stacks) yield stackJob(benchmark, stack, own, evidence, shared)
}

function stackJob(
  benchmark: Benchmark,
  stack: string,
  runs: readonly Run[],
  evidence: Evidence,
  shared: Partial<JobRecord>,
): JobRecord {
  const report = benchmark.stacks.get(stack)
  const own = runs.filter((run) => run.stack === stack)
  const numbers = Object.fromEntries(
    NUMBERS.flatMap((name) => (report?.has(name) ? [[name, report.fields[name]]] : [])),
  )
  return {
    ...groupJob(stackJobKey(benchmark.name, stack), `${benchmark.name} ${stack}`, `benchmarks/${benchmark.name}`),
    ...shared,
    parentKey: benchmarkJobKey(benchmark.name),
    type: 'prompt_learning',
    status:
      own.length > 0 && own.every((run) => run.command?.cells.number('exit_code') === 0) ? 'succeeded' : 'unknown',
    bestScore: report?.number('best_heldout_score') ?? null,
    baselineScore: report?.number('seed_heldout_score') ?? null,
    data: {
      ...numbers,
      ...reportedOf(own, evidence),
      stack,
      proposerModel: benchmark.parity?.line('proposer_model') ?? null,
    },
  }
}

const goalOf = (parity: JsonCells | null) => {
  const seed = parity?.object('seed_candidate') ?? null
  return seed === null ? (parity?.text('seed_candidate') ?? null) : JSON.stringify(seed, null, 1).slice(0, 65_536)
}
