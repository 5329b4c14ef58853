import type { CanonicalRecord, UsageRecord } from '@/lib/model/records'
import { sumUsage, type Usage } from '@/lib/model/usage'
import { isObject } from '@/lib/sources/codex/json-value'
import type { JsonlReader, LineReading } from '@/lib/sources/reader'
import { type Benchmark, benchmarkNamed, isSweItem, knownBenchmark } from './benchmark'
import { Fields, shortId } from './fields'
import { baseName } from './path-names'
import { failureRecord, jobRecord, resultRecord, runRecord, usageRecord } from './record-makers'
import { type RunTally, runTally, tallied, tallyFlags } from './run-tally'
import { usageFrom } from './token-counts'

/**
 * Patches that an agent made for SWE-bench, one item a line, with what `claude -p` answered where Claude Code made them.
 * Whether a patch resolves its item stands in a report of its own.
 */
export const predictionsReader: JsonlReader = {
  system: 'results',
  parserVersion: 1,
  ownSessions: true,
  detect: (value) => {
    const fields = new Fields(value)
    if (fields.id('instance_id') === null || !fields.has('model_patch')) return null
    return { systemVersion: fields.has('claude_code_meta') ? 'predictions of Claude Code' : 'predictions' }
  },
  open: ({ state, path }) => new PredictionLines(path, state as State | null),
}

type State = [string, { benchmark: Benchmark; name: string; tally: RunTally }][]

class PredictionLines implements LineReading {
  private readonly runs: Map<string, State[number][1]>
  private changed = false

  constructor(
    private readonly path: string,
    state: State | null,
  ) {
    this.runs = new Map(state ?? [])
  }

  readLine(value: unknown, line: number) {
    if (!isObject(value)) return { rejected: 'not an object' }
    const fields = new Fields(value)
    const item = fields.id('instance_id')
    if (item === null) return { rejected: 'it names no item' }
    const benchmark = this.benchmarkOf(item)
    const model = fields.id('model_name_or_path') ?? baseName(this.path)
    const mode = fields.id('mode')
    const name = mode === null ? model : `${model} · ${mode}`
    const runKey = shortId(`${benchmark.key}/${name}`)
    const run = this.runs.get(runKey) ?? { benchmark, name, tally: runTally() }
    this.runs.set(runKey, run)
    this.changed = true
    const records = predictionRecords(fields, { benchmark, name, runKey, item, ref: `line ${line}` })
    for (const record of records) if (record.kind === 'result') tallied(run.tally, record)
    return { records }
  }

  private benchmarkOf(item: string): Benchmark {
    const file = baseName(this.path)
    const known = knownBenchmark(file, true)
    return known ?? (isSweItem(item) ? benchmarkNamed('SWE-bench', true) : benchmarkNamed(file, true, 'experiment'))
  }

  gather(): CanonicalRecord[] {
    if (!this.changed) return []
    this.changed = false
    return [...this.runs].flatMap(([runKey, { benchmark, name, tally }]) => [
      jobRecord(benchmark, { ref: 'file' }),
      runRecord(benchmark, {
        runKey,
        name,
        ref: 'file',
        flags: tallyFlags(tally).filter((flag) => flag !== 'score_missing'),
      }),
    ])
  }

  state(): State {
    return [...this.runs]
  }
}

interface Prediction {
  benchmark: Benchmark
  name: string
  runKey: string
  item: string
  ref: string
}

function predictionRecords(fields: Fields, at: Prediction): CanonicalRecord[] {
  const meta = fields.object('claude_code_meta')
  const response = meta.object('response_data')
  const usage = modelUsage(response, at)
  const patch = fields.text('model_patch')?.trim() ?? ''
  const error = errorOf(fields, response, patch)
  const milliseconds = response.amount('duration_ms') ?? fields.amount('latency_ms')
  const cost = fields.pico('cost') ?? response.pico('total_cost_usd')
  const result = resultRecord({
    part: 'row',
    ref: at.ref,
    jobKey: at.benchmark.key,
    runKey: at.runKey,
    configuration: at.name,
    itemKey: at.item,
    usage: sum(usage),
    costPico: cost,
    seconds: secondsOf(milliseconds),
    calls: response.count('num_turns'),
    error,
    data: {
      patchChars: patch.length,
      apiSeconds: secondsOf(response.amount('duration_api_ms')),
      session: response.id('session_id'),
      attempts: meta.count('attempts'),
      validationErrors: meta.list('validation_errors').slice(0, 20),
      permissionDenials: response.list('permission_denials').length,
      models: usage.map((one) => one.model),
    },
    flags: [...fields.flags],
  })
  const failed = response.bool('is_error') === true ? [failureOf(response, at)] : []
  return [result, ...usage, ...failed]
}

const secondsOf = (milliseconds: number | null) => (milliseconds === null ? null : milliseconds / 1_000)

function errorOf(fields: Fields, response: Fields, patch: string): string | null {
  if (response.bool('is_error') === true) return response.text('subtype') ?? 'error'
  const stated = fields.text('error')
  if (stated !== null) return stated.slice(0, 2_000)
  return patch === '' ? 'empty patch' : null
}

const failureOf = (response: Fields, { runKey, item, ref }: Prediction) =>
  failureRecord({
    failureKey: shortId(`${runKey}/${item}`),
    runKey,
    message: (response.text('result') ?? response.text('subtype') ?? 'the call ended in an error').slice(0, 20_000),
    type: response.id('subtype'),
    cause: 'unknown',
    ref,
  })

/**
 * One amount for each model that worked on the item. `usage` beside them is of the main model alone, so it only counts
 * where the others are missing.
 */
function modelUsage(response: Fields, { runKey, item, ref }: Prediction): UsageRecord[] {
  const session = response.id('session_id') ?? `${runKey}/${item}`
  const each = Object.keys(response.json('modelUsage') ?? {})
  const all = response.object('modelUsage')
  const made = each.map((model) => {
    const counts = all.object(model)
    const usage = claudeUsage(counts, 'inputTokens', 'cacheReadInputTokens', 'cacheCreationInputTokens', 'outputTokens')
    return { model, usage, costPico: counts.pico('costUSD') }
  })
  const main = response.object('usage')
  if (made.length === 0) {
    const names = ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens', 'output_tokens'] as const
    made.push({ model: '', usage: claudeUsage(main, ...names), costPico: response.pico('total_cost_usd') })
  }
  return made.flatMap(({ model, usage, costPico }) => {
    if (usage === null) return []
    const nativeId = shortId(`${session}/${model}`)
    const serviceTier = main.id('service_tier')
    return [usageRecord({ nativeId, runKey, usage, costPico, model: model || null, serviceTier, ref })]
  })
}

function claudeUsage(fields: Fields, input: string, read: string, write: string, output: string): Usage | null {
  const counts = {
    input: fields.tokens(input),
    cacheRead: fields.tokens(read),
    cacheWrite: fields.tokens(write),
    output: fields.tokens(output),
    reasoning: null,
    total: null,
  }
  return usageFrom(counts, false, fields.flags)
}

function sum(all: readonly UsageRecord[]): Usage | null {
  return all.length === 0 ? null : sumUsage(all.map(({ usage }) => usage))
}
