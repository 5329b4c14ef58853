import type { CandidateRecord, MetricRecord, ResultRecord, UsageRecord } from '@/lib/model/records'
import { NO_USAGE, totalOf, type Usage } from '@/lib/model/usage'
import { BLANK_RESULT, BLANK_USAGE } from '@/lib/sources/blank-records'
import type { Json } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { jsonText } from '@/lib/sources/json-text'
import { failureOf } from './failure'
import type { Evidence } from './gepa-book'
import { candidateKeyOf, configurationOf, stackJobKey } from './gepa-keys'
import type { RunTally } from './gepa-runs'

const TEXT_MAX = 65_536

interface Named {
  cells: JsonCells
  stack: string
  benchmark: string
  runKey: string
}

/** Stack, benchmark and run of a line; all lines of the evidence have them. */
function named(fields: Json): Named | null {
  const cells = new JsonCells(fields)
  const [stack, benchmark, runKey] = [cells.line('stack'), cells.line('benchmark'), cells.key('run_id')]
  return stack === null || benchmark === null || runKey === null ? null : { cells, stack, benchmark, runKey }
}

/** Reads the long files of the evidence line by line and counts what each run has. */
export class EvidenceRows {
  readonly tallies = new Map<string, RunTally>()
  private readonly repeats = new Map<string, number>()

  constructor(private readonly evidence: Evidence) {}

  private tally({ runKey, stack, benchmark }: Named): RunTally {
    const known = this.tallies.get(runKey)
    if (known) return known
    const counts = { candidates: 0, trainRows: 0, trainTokens: 0, heldoutRows: 0 }
    const tally: RunTally = {
      stack,
      benchmark,
      ...counts,
      rollouts: null,
      firstAt: null,
      lastAt: null,
      policyModel: null,
    }
    this.tallies.set(runKey, tally)
    return tally
  }

  /** A line of `candidate_timeline.jsonl`. */
  *candidate(fields: Json, ref: string, line: number): Generator<Yielded> {
    const about = named(fields)
    const id = about?.cells.key('candidate_id') ?? null
    if (about === null || id === null) return void (yield rejection(ref, 'the candidate has no id or no run', line))
    const { cells } = about
    const tally = this.tally(about)
    const at = cells.time('evaluated_at') ?? cells.time('generated_at')
    const began = cells.time('generated_at') ?? at
    tally.candidates += 1
    tally.rollouts = Math.max(tally.rollouts ?? 0, cells.whole('cumulative_rollout_count') ?? 0) || null
    tally.policyModel ??= cells.line('policy_model')
    if (began !== null && (tally.firstAt === null || began < tally.firstAt)) tally.firstAt = began
    if (at !== null && (tally.lastAt === null || at > tally.lastAt)) tally.lastAt = at
    yield candidateOf(about, id, at, ref)
  }

  /** A line of the train or held-out evaluations: one candidate on one item. */
  *evaluation(fields: Json, split: 'train' | 'heldout', ref: string, line: number): Generator<Yielded> {
    const about = named(fields)
    const candidateId = about?.cells.key('candidate_id') ?? null
    const seed = about?.cells.key('heldout_seed', 'seed', 'train_seed') ?? null
    if (about === null || candidateId === null || seed === null) {
      return void (yield rejection(ref, 'the evaluation names no run, candidate or seed', line))
    }
    const { cells, runKey } = about
    const tally = this.tally(about)
    const of = cells.line('split') ?? split
    const place = `${runKey}/${candidateId}/${of}/${seed}`
    const repeat = this.repeats.get(place) ?? 0
    this.repeats.set(place, repeat + 1)
    const usage = tokensOf(cells)
    if (split === 'train') {
      tally.trainRows += 1
      if (usage !== null) tally.trainTokens += 1
    } else tally.heldoutRows += 1
    const row: Row = { about, candidateId, seed, split: of, repeat, key: `${place}/${repeat}`, usage, ref }
    yield this.result(row)
    if (usage !== null) yield this.usage(row, usage)
    const error = cells.message('error')
    if (error !== null) yield failureOf(error, { failureKey: `${row.key}/error`, runKey, at: null, ref })
  }

  private result({ about, candidateId, seed, split, repeat, usage, ref }: Row): ResultRecord {
    const { cells, stack, benchmark, runKey } = about
    const reward = cells.number('reward')
    const best = this.evidence.benchmarks.get(benchmark)?.stacks.get(stack)?.key('best_candidate_id') ?? null
    const flags = [
      ...cells.flags,
      ...(usage === null ? ['tokens_unknown'] : []),
      ...(reward === null ? ['score_missing'] : []),
    ]
    return {
      ...BLANK_RESULT,
      jobKey: stackJobKey(benchmark, stack),
      runKey,
      configuration: configurationOf(stack, candidateId),
      split,
      itemKey: seed,
      repeat,
      score: reward,
      usage,
      costPico: cells.usd('cost_usd'),
      error: cells.message('error'),
      data: {
        ...{ stack, candidateId, best: best === candidateId && this.evidence.reportedRuns.has(runKey) },
        ...{ prediction: cells.text('prediction')?.slice(0, 2_000) ?? null },
        expected: cells.text('expected')?.slice(0, 2_000) ?? null,
      },
      ref,
      flags,
    }
  }

  private usage({ about, split, key, ref }: Row, usage: Usage): UsageRecord {
    const { cells, benchmark, runKey } = about
    const parity = this.evidence.benchmarks.get(benchmark)?.parity
    return {
      ...BLANK_USAGE,
      nativeId: `${key}/usage`,
      runKey,
      // The rows have no time of their own: the run's last is the nearest that is known.
      at: this.evidence.commands.get(runKey)?.cells.time('finished_at') ?? this.tallies.get(runKey)?.lastAt ?? null,
      model: this.tallies.get(runKey)?.policyModel ?? parity?.line('policy_model') ?? null,
      role: 'policy',
      purpose: split,
      usage,
      costPico: cells.usd('cost_usd'),
      identity: key,
      ref,
    }
  }

  /** A line of a benchmark's `curve_points.jsonl`. */
  *curvePoint(fields: Json, ref: string, line: number): Generator<Yielded> {
    const about = named(fields)
    const metric = about?.cells.line('metric') ?? null
    if (about === null || metric === null) return void (yield rejection(ref, 'the point names no run or metric', line))
    const { cells, runKey, stack, benchmark } = about
    const xName = cells.line('x_name') ?? 'x'
    const x = cells.number('x')
    const record: MetricRecord = {
      kind: 'metric',
      metricKey: `${runKey}/${metric}/${xName}/${x ?? `line ${line}`}`,
      jobKey: stackJobKey(benchmark, stack),
      runKey,
      phaseKey: null,
      name: `${metric} by ${xName}`,
      step: x !== null && Number.isInteger(x) && Math.abs(x) < 2 ** 31 ? x : null,
      value: cells.number('y'),
      at: null,
      data: { x, xName, metric, stack },
      ref,
      flags: [...cells.flags],
    }
    yield record
  }
}

interface Row {
  about: Named
  candidateId: string
  seed: string
  split: string
  repeat: number
  key: string
  usage: Usage | null
  ref: string
}

/** No call has a prompt of 0 tokens: such a row was written without counts. */
function tokensOf(cells: JsonCells): Usage | null {
  const usage = { ...NO_USAGE, input: cells.tokens('prompt_tokens'), output: cells.tokens('completion_tokens') }
  const total = totalOf(usage)
  return total === null || total === 0n ? null : { ...usage, total }
}

function candidateOf(
  { cells, stack, benchmark, runKey }: Named,
  id: string,
  at: string | null,
  ref: string,
): CandidateRecord {
  const payload = cells.object('candidate_payload_json')
  const parent = cells.key('parent_candidate_id')
  const heldout = cells.number('heldout_score')
  const train = cells.number('train_score')
  return {
    kind: 'candidate',
    jobKey: stackJobKey(benchmark, stack),
    runKey,
    candidateKey: candidateKeyOf(runKey, id),
    parentKey: parent === null ? null : candidateKeyOf(runKey, parent),
    index: cells.whole('candidate_index'),
    generation: cells.whole('generation'),
    at,
    accepted: cells.bool('accepted'),
    isBaseline: cells.line('proposal_source') === 'seed',
    score: heldout ?? train,
    trainScore: train,
    heldoutScore: heldout,
    heldoutN: cells.whole('heldout_n'),
    rolloutsSoFar: cells.whole('cumulative_rollout_count'),
    costPicoSoFar: cells.usd('cumulative_cost_usd'),
    secondsSoFar: cells.number('elapsed_seconds'),
    text: (payload === null ? cells.text('candidate_payload_json') : jsonText(payload))?.slice(0, TEXT_MAX) ?? null,
    data: {
      candidateId: id,
      stack,
      configuration: configurationOf(stack, id),
      ...cells.rest(CANDIDATE_KNOWN),
    },
    ref,
    flags: [...cells.flags],
  }
}

const CANDIDATE_KNOWN = [
  ...['stack', 'benchmark', 'run_id', 'candidate_id', 'candidate_index', 'evaluated_at', 'elapsed_seconds'],
  ...['cumulative_rollout_count', 'cumulative_cost_usd', 'train_score', 'heldout_score', 'heldout_n', 'accepted'],
  ...['parent_candidate_id', 'generation', 'candidate_payload_json'],
]
