import type { RunRecord } from '@/lib/model/records'
import { BLANK_RUN } from '@/lib/sources/blank-records'
import type { Json } from '@/lib/sources/codex/json-value'
import type { Yielded } from '@/lib/sources/document-batches'
import { idOf, JsonCells } from '@/lib/sources/json-cells'
import { groupJob } from './group'
import { baseName, timeInName } from './oneshot-keys'

const texts = (list: readonly unknown[]) =>
  list.filter((value): value is string => typeof value === 'string' && value !== '')

const namesIn = (list: readonly unknown[]) => texts(list).flatMap((text) => idOf(baseName(text)) ?? [])

/** Whether an object lists the runs and tasks of one rollout. */
export const isRolloutManifest = (value: Json) => {
  const cells = new JsonCells(value)
  return cells.has('rollout_dir') && texts(cells.list('runs')).length > 0
}

/**
 * A rollout: a visible group of its runs. The file lists runs in the order they ended and tasks in that of the plan, so
 * which run tried which task is only told where there is but one task.
 */
export function* readRolloutManifest(value: Json, ref: string): Generator<Yielded> {
  const cells = new JsonCells(value)
  const parts = (cells.text('rollout_dir') ?? '').replace(/[/\\]+$/, '').split(/[/\\]/)
  const [runs, tasks] = [namesIn(cells.list('runs')), namesIn(cells.list('tasks'))]
  const createdAt = cells.time('created_at')
  const jobKey = `rollout/${parts.slice(-2).join('/').slice(0, 200)}`
  const flags = [...cells.flags]
  const data = { runs, tasks, rolloutDir: cells.text('rollout_dir') }
  yield { ...groupJob(jobKey, parts.at(-2) ?? jobKey, ref), createdAt, updatedAt: createdAt, data, flags }
  for (const runKey of new Set(runs)) {
    const run: RunRecord = {
      ...BLANK_RUN,
      runKey,
      name: new Set(tasks).size === 1 ? (tasks[0] ?? null) : null,
      job: { key: jobKey, name: parts.at(-2) ?? jobKey, type: 'group', inferred: false },
      // Only a mention: the run's own folder says more and must win.
      startedAt: new JsonCells({ at: timeInName(runKey) }).time('at'),
      data: { tasks: [...new Set(tasks)] },
      ref,
      flags: ['zone_unknown', 'tokens_unknown'],
    }
    yield run
  }
}
