import type { RunRecord, UsageRecord } from '@/lib/model/records'
import { NO_USAGE } from '@/lib/model/usage'
import { BLANK_RUN, BLANK_USAGE } from '@/lib/sources/blank-records'
import type { Yielded } from '@/lib/sources/document-batches'
import { failureOf } from './failure'
import type { Benchmark, Command, Evidence } from './gepa-book'
import { stackJobKey } from './gepa-keys'

/** Effort that differs by more is told, whatever the budget said. */
const UNEQUAL_RATIO = 1.5

/** What the long files add to a run: known once they are read. */
export interface RunTally {
  stack: string
  benchmark: string
  candidates: number
  /** Rollouts used when the last candidate was evaluated. */
  rollouts: number | null
  /** Evaluations, and those of them whose tokens are known. */
  trainRows: number
  trainTokens: number
  heldoutRows: number
  firstAt: string | null
  lastAt: string | null
  policyModel: string | null
}

/** One try of a stack at a benchmark. */
export interface Run {
  runKey: string
  stack: string
  benchmark: string
  command: Command | null
  tally: RunTally | null
  reported: boolean
}

/** Every run that anything names: a command, a report, a candidate or an evaluation. */
export function* allRuns(evidence: Evidence, tallies: ReadonlyMap<string, RunTally>): Generator<Run> {
  const seen = new Set<string>()
  const runOf = (runKey: string, stack: string, benchmark: string): Run => {
    seen.add(runKey)
    const command = evidence.commands.get(runKey) ?? null
    return {
      runKey,
      stack,
      benchmark,
      command,
      tally: tallies.get(runKey) ?? null,
      reported: evidence.reportedRuns.has(runKey),
    }
  }
  for (const { runKey, stack, benchmark } of evidence.commands.values()) yield runOf(runKey, stack, benchmark)
  for (const [runKey, tally] of tallies) if (!seen.has(runKey)) yield runOf(runKey, tally.stack, tally.benchmark)
  for (const { name, stacks } of evidence.benchmarks.values()) {
    for (const [stack, report] of stacks) {
      for (const id of report.list('run_ids')) if (typeof id === 'string' && !seen.has(id)) yield runOf(id, stack, name)
    }
  }
}

/** Left out of the report while another run of the same stack and benchmark is in it. */
export function isSuperseded(run: Run, evidence: Evidence): boolean {
  if (run.reported || evidence.reportedRuns.size === 0) return false
  const report = evidence.benchmarks.get(run.benchmark)?.stacks.get(run.stack)
  return report?.list('run_ids').some((id) => typeof id === 'string' && id !== run.runKey) ?? false
}

/** The rollouts that were used, not the budget that both were given. */
export function isUnequal(benchmark: Benchmark): boolean {
  const counts = [...benchmark.stacks.values()]
    .map((report) => report.number('total_rollouts'))
    .filter((n) => n !== null)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  return counts.length > 1 && most > least * UNEQUAL_RATIO
}

/** A run, its failure, and the cost that only the report states. */
export function* runPieces(run: Run, evidence: Evidence): Generator<Yielded> {
  const benchmark = evidence.benchmarks.get(run.benchmark)
  const cells = run.command?.cells ?? null
  const exit = cells?.number('exit_code') ?? null
  const endedAt = cells?.time('finished_at') ?? null
  const status =
    exit === null ? (cells !== null && endedAt === null ? 'running' : 'unknown') : exit === 0 ? 'succeeded' : 'failed'
  const ref = run.command?.ref ?? 'candidate_timeline.jsonl'
  const flags = [...(isSuperseded(run, evidence) ? ['pair_superseded'] : [])]
  if (run.reported && benchmark && isUnequal(benchmark)) flags.push('pair_unequal_effort')
  if (tokensUnknown(run)) flags.push('tokens_unknown')
  if (status === 'failed') flags.push('missing_reason')
  const record: RunRecord = {
    ...BLANK_RUN,
    runKey: run.runKey,
    name: `${run.benchmark} ${run.stack}`,
    project: run.benchmark,
    job: {
      key: stackJobKey(run.benchmark, run.stack),
      name: `${run.benchmark} ${run.stack}`,
      type: 'prompt_learning',
      inferred: false,
    },
    statusRaw: exit === null ? null : `exit ${exit}`,
    status,
    updatedAt: endedAt ?? cells?.time('started_at') ?? run.tally?.lastAt ?? null,
    startedAt: cells?.time('started_at') ?? run.tally?.firstAt ?? null,
    endedAt,
    data: runData(run, benchmark ?? null),
    ref,
    flags,
  }
  yield record
  if (status === 'failed') {
    const message = `The command ended with exit code ${exit}`
    yield failureOf(message, {
      failureKey: `${run.runKey}/exit`,
      runKey: run.runKey,
      at: endedAt,
      ref,
      type: 'exit_code',
    })
  }
  if (run.reported && benchmark) yield* reportedSpend(run, benchmark, ref)
}

const tokensUnknown = ({ tally }: Run) => tally === null || (tally.trainRows > 0 && tally.trainTokens === 0)

function runData(run: Run, benchmark: Benchmark | null): Record<string, unknown> {
  const { cells } = run.command ?? { cells: null }
  return {
    configuration: run.stack,
    reported: run.reported,
    rolloutBudget: benchmark?.parity?.number('search_rollout_budget') ?? null,
    candidates: run.tally?.candidates ?? null,
    rollouts: run.tally?.rollouts ?? null,
    trainEvaluations: run.tally?.trainRows ?? null,
    heldoutEvaluations: run.tally?.heldoutRows ?? null,
    ...(cells ? cells.rest(['stack', 'benchmark', 'started_at', 'finished_at', 'phase']) : {}),
  }
}

/**
 * The cost that a report states and no evaluation row holds: the proposer's, and the rollouts' where their rows have no
 * tokens. Only for a stack with one reported run; of several nobody says whose it is.
 */
function* reportedSpend(run: Run, benchmark: Benchmark, ref: string): Generator<Yielded> {
  const report = benchmark.stacks.get(run.stack)
  if (report?.list('run_ids').length !== 1) return
  const proposer = report.usd('total_proposer_cost_usd')
  const model = benchmark.parity?.line('proposer_model') ?? null
  if (proposer !== null && proposer > 0n) yield spend(run, 'proposer', model, proposer, ref)
  const rollouts = report.usd('total_rollout_cost_usd')
  if (rollouts !== null && rollouts > 0n && tokensUnknown(run)) {
    yield spend(run, 'policy', run.tally?.policyModel ?? benchmark.parity?.line('policy_model') ?? null, rollouts, ref)
  }
}

function spend(run: Run, role: string, model: string | null, costPico: bigint, ref: string): UsageRecord {
  return {
    ...BLANK_USAGE,
    nativeId: `${run.runKey}/reported/${role}`,
    runKey: run.runKey,
    at: run.command?.cells.time('finished_at') ?? run.tally?.lastAt ?? null,
    model,
    role,
    purpose: 'reported total',
    usage: { ...NO_USAGE },
    costPico,
    identity: `${run.runKey}/reported/${role}`,
    ref,
    flags: ['tokens_unknown'],
  }
}
