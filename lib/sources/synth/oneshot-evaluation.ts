import type { MetricRecord, PhaseRecord, ResultRecord, UsageRecord } from '@/lib/model/records'
import type { Cause, Status } from '@/lib/model/status'
import { NO_USAGE } from '@/lib/model/usage'
import { BLANK_METRIC, BLANK_PHASE, BLANK_RESULT, BLANK_USAGE } from '@/lib/sources/blank-records'
import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { failureOf } from './failure'

/** What an evaluation says of its run. */
export interface OneShotEvaluation {
  taskId: string | null
  score: number | null
  /** Tests failed, and every one of them because it could not even be run. */
  unverified: boolean
  tokens: bigint | null
  data: Record<string, unknown>
  pieces: Yielded[]
}

interface About {
  runKey: string
  jobKey: string
  configuration: string
  at: string | null
  ref: string
}

/** `evaluation_results.json`: rubrics and tests of one run, and what its agent is said to have used. */
export function oneShotEvaluation(value: Json, about: About): OneShotEvaluation {
  const cells = new JsonCells(value)
  const evaluation = cells.cells('evaluation')
  const pieces: Yielded[] = []
  for (const [name, rubric] of Object.entries(evaluation.object('rubrics') ?? {})) {
    if (isObject(rubric)) pieces.push(rubricOf(name, new JsonCells(rubric), about))
    else pieces.push(rejection(`${about.ref} rubric ${name}`, 'the rubric is no object'))
  }
  const causes = new Set<Cause>()
  let index = 0
  for (const [name, test] of Object.entries(cells.object('test_results') ?? {})) {
    if (isObject(test)) pieces.push(...testPieces(name, index, new JsonCells(test), about, causes))
    else pieces.push(rejection(`${about.ref} test ${name}`, 'the test is no object'))
    index += 1
  }
  const [total, max] = [evaluation.number('total_score'), evaluation.number('max_score')]
  const score = total === null || max === null || max <= 0 ? total : total / max
  if (score !== null) pieces.push(scoreMetric(score, about))
  const agent = cells.cells('agent_metrics')
  const tokens = agent.tokens('tokens_total')
  // Nothing was counted where no event was seen: 0 is the counter's first value, not a measurement.
  const counted = tokens === null || tokens === 0n ? null : tokens
  if (counted !== null) pieces.push(usageOf(counted, about))
  const unverified = causes.size > 0 && [...causes].every((cause) => cause === 'config' || cause === 'infra')
  return {
    taskId: cells.key('task_id'),
    score,
    unverified,
    tokens: counted,
    data: {
      score,
      totalScore: total,
      maxScore: max,
      ...cells.rest(['task_id', 'run_id', 'evaluation', 'test_results']),
    },
    pieces,
  }
}

function rubricOf(name: string, cells: JsonCells, about: About): ResultRecord {
  const [score, max] = [cells.number('score'), cells.number('max_score')]
  const share = score === null || max === null || max <= 0 ? score : score / max
  return { ...row(name, 'rubric', about), score: share, data: cells.rest(['score']), flags: [...cells.flags] }
}

function testPieces(name: string, index: number, cells: JsonCells, about: About, causes: Set<Cause>): Yielded[] {
  const success = cells.bool('success')
  const output = cells.text('output')
  const error = success === false ? errorIn(output) : null
  const status: Status = success === null ? 'unknown' : success ? 'succeeded' : 'failed'
  const phase: PhaseRecord = {
    ...BLANK_PHASE,
    runKey: about.runKey,
    phaseKey: `test/${name}`,
    index,
    name,
    status,
    phaseType: 'test',
    failureReason: error,
    updatedAt: about.at,
    ref: `${about.ref} test ${name}`.slice(0, 300),
  }
  const result: ResultRecord = { ...row(name, 'test', about), resolved: success, error }
  if (error === null) return [phase, result]
  const where = {
    failureKey: `${about.runKey}/test/${name}`,
    runKey: about.runKey,
    phaseKey: phase.phaseKey,
    at: about.at,
  }
  const failure = failureOf(error, { ...where, ref: phase.ref })
  causes.add(failure.cause)
  return [phase, result, failure]
}

/** What a test printed to its error output, else all it printed. */
function errorIn(output: string | null): string {
  const stderr = output?.split('STDERR:').at(-1)?.trim()
  return stderr || output?.trim() || 'the test failed without output'
}

function row(itemKey: string, split: string, about: About): ResultRecord {
  return {
    ...BLANK_RESULT,
    jobKey: about.jobKey,
    runKey: about.runKey,
    configuration: about.configuration,
    split,
    itemKey,
    at: about.at,
    ref: `${about.ref} ${split} ${itemKey}`.slice(0, 300),
  }
}

function scoreMetric(value: number, about: About): MetricRecord {
  return {
    ...BLANK_METRIC,
    metricKey: `${about.runKey}/evaluation/score`,
    jobKey: about.jobKey,
    runKey: about.runKey,
    name: 'score',
    value,
    at: about.at,
    ref: about.ref,
  }
}

function usageOf(tokens: bigint, about: About): UsageRecord {
  return {
    ...BLANK_USAGE,
    nativeId: `${about.runKey}/evaluation/usage`,
    runKey: about.runKey,
    at: about.at,
    role: 'agent',
    usage: { ...NO_USAGE, unsplit: tokens, total: tokens },
    identity: about.runKey,
    ref: about.ref,
    flags: ['cost_unknown'],
  }
}
