import type { MetricRecord, ResultRecord, RunRecord } from '@/lib/model/records'
import { BLANK_METRIC, BLANK_RESULT, BLANK_RUN } from '@/lib/sources/blank-records'
import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { failureOf } from './failure'
import { baselineRunKey } from './oneshot-keys'

/** The same benchmark before the work and after it. */
export interface Baseline {
  when: 'before' | 'after'
  /** The mean reward; null when not one task ran, whatever number was written. */
  score: number | null
  broken: boolean
  model: string | null
  cells: JsonCells
  ref: string
}

const NUMBERS = ['mean_outcome_reward', 'success_rate', 'total_tasks', 'successful_tasks', 'failed_tasks'] as const

/** Which baseline a file holds, by its name, or null. */
export function baselineWhen(path: string): Baseline['when'] | null {
  const name = /(?:^|\/)baseline_([a-z_]+)\.json$/i.exec(path)?.[1]?.toLowerCase()
  if (name === 'before' || name === 'without_patch' || name === 'pre') return 'before'
  return name === 'after' || name === 'with_patch' || name === 'post' ? 'after' : null
}

const metricsOf = (cells: JsonCells) => {
  const inner = cells.object('aggregate_metrics', 'metrics', 'summary')
  return inner === null ? cells : new JsonCells(inner)
}
const tasksOf = (cells: JsonCells) => cells.list('results', 'task_results', 'seed_results', 'per_seed_results')

export function baselineOf(value: Json, when: Baseline['when'], ref: string): Baseline {
  const cells = new JsonCells(value)
  const metrics = metricsOf(cells)
  const [total, done, rate] = [
    metrics.number('total_tasks'),
    metrics.number('successful_tasks'),
    metrics.number('success_rate'),
  ]
  const tasks = tasksOf(cells).filter(isObject)
  const allFailed = tasks.length > 0 && tasks.every((task) => new JsonCells(task).message('error') !== null)
  // Success here is that a task ran: where none did, the 0 beside it is nobody's score.
  const broken = allFailed || rate === 0 || (total !== null && total > 0 && done === 0)
  const score = broken ? null : metrics.number('mean_outcome_reward', 'mean_reward')
  return { when, score, broken, model: cells.line('model'), cells, ref }
}

interface About {
  runKey: string
  jobKey: string
  /** As the run names it that the baseline belongs to. */
  job: RunRecord['job']
  at: string | null
}

/**
 * A baseline's numbers as metrics (step 0 before, step 1 after) and its tasks as results of a run of its own, which pair by
 * task with those of the other.
 */
export function* baselinePieces(baseline: Baseline, about: About): Generator<Yielded> {
  const { when, cells, ref } = baseline
  const metrics = metricsOf(cells)
  const tasks = tasksOf(cells)
  const runKey = baselineRunKey(about.runKey, when)
  if (tasks.length > 0) yield runOf(baseline, { ...about, runKey })
  for (const name of NUMBERS) {
    const value = metrics.number(name)
    if (value !== null) yield metric(name, value, baseline, about)
  }
  for (const [index, item] of tasks.entries()) {
    const place = `${ref} results[${index}]`
    if (!isObject(item)) yield rejection(place, 'the task is no object')
    else {
      const task = new JsonCells(item)
      const row = resultOf(task, index, baseline, { ...about, runKey }, place)
      yield row
      if (row.error !== null) {
        const failureKey = `${runKey}/${row.itemKey}/error`
        yield failureOf(row.error, { failureKey, runKey, at: about.at, ref: place })
      }
    }
  }
}

/** Nobody states its state: its results are what is known of it. */
function runOf({ when, cells, model, broken, ref }: Baseline, { runKey, job, at }: About): RunRecord {
  return {
    ...BLANK_RUN,
    runKey,
    name: `baseline ${when}`,
    job,
    updatedAt: at,
    data: {
      ...{ configuration: `baseline ${when}`, baseline: cells.line('baseline_id'), broken },
      ...(model === null ? {} : { model }),
    },
    ref,
    flags: [...(broken ? ['score_missing'] : []), 'tokens_unknown'],
  }
}

function metric(name: string, value: number, { when, broken, ref }: Baseline, about: About): MetricRecord {
  return {
    ...BLANK_METRIC,
    metricKey: `${about.runKey}/baseline-${when}/${name}`,
    jobKey: about.jobKey,
    runKey: about.runKey,
    name: `baseline ${name}`,
    step: when === 'before' ? 0 : 1,
    value,
    data: { when, broken },
    ref,
  }
}

function resultOf(task: JsonCells, index: number, baseline: Baseline, about: About, ref: string): ResultRecord {
  const error = task.message('error')
  const reward = task.number('outcome_reward', 'reward', 'score')
  return {
    ...BLANK_RESULT,
    jobKey: about.jobKey,
    runKey: about.runKey,
    configuration: `baseline ${baseline.when}`,
    split: baseline.cells.line('split'),
    itemKey: task.key('seed', 'task_id', 'id') ?? String(index),
    score: error === null ? reward : null,
    costPico: task.usd('cost_usd'),
    seconds: task.number('seconds', 'elapsed_seconds'),
    at: about.at,
    error,
    data: { success: task.bool('success'), recordedReward: reward },
    ref,
    flags: [...task.flags, ...(error !== null || reward === null ? ['score_missing'] : [])],
  }
}
