import { BLANK_EVENT } from '@/lib/sources/blank-records'
import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { groupJob } from './group'
import { readJob } from './job'

/** Where a file lies, and the group it was found in. */
export interface JobPlace {
  path: string
  parentKey?: string | null
}

/** What clients write beside their results, and the backend never answers. */
export const resultFile = (fields: Json) => Object.hasOwn(fields, 'timestamp') && !Object.hasOwn(fields, 'created_at')

/** The benchmark that a result belongs to: the folder that holds its folder of results. */
function benchmarkOf(fields: Json, about: JobPlace): string | null {
  if (!resultFile(fields)) return null
  const named = new JsonCells(fields).text('prompt_file') ?? ''
  for (const path of [about.path, named]) {
    const folder = /([^/\\]{1,100})[/\\]results[/\\][^/\\]+$/.exec(path.slice(-2_000))?.[1]
    if (folder !== undefined) return folder
  }
  return null
}

const benchmarkKey = (benchmark: string) => `benchmark/${benchmark}`

/** A job, and the benchmark that groups it with its other runs, where its place tells one. */
export function* readJobFile(fields: Json, about: JobPlace, ref: string): Generator<Yielded> {
  const benchmark = benchmarkOf(fields, about)
  const parentKey = about.parentKey ?? (benchmark === null ? null : benchmarkKey(benchmark))
  if (benchmark !== null) yield groupJob(benchmarkKey(benchmark), benchmark, ref, { project: benchmark })
  yield* readJob(fields, { ref, parentKey, project: benchmark })
}

/** A folder's summary: it holds the last experiments only, since every run writes it anew. */
export function* readSummary(value: Json, about: JobPlace): Generator<Yielded> {
  const cells = new JsonCells(value)
  const experiments = cells.list('experiments')
  for (const [index, item] of experiments.entries()) {
    if (isObject(item)) yield* readJobFile(item, about, `experiments[${index}]`)
    else yield rejection(`experiments[${index}]`, 'the experiment is no object')
  }
  const first = experiments.find(isObject)
  const benchmark = first ? benchmarkOf(first, about) : null
  if (benchmark === null) return
  const at = cells.time('timestamp')
  const number = experiments.length
  yield {
    ...BLANK_EVENT,
    eventKey: `${benchmarkKey(benchmark)}/summary/${at ?? ''}`,
    jobKey: benchmarkKey(benchmark),
    type: 'benchmark_summary',
    at,
    title: `Summary of ${number} ${number === 1 ? 'experiment' : 'experiments'}; those of earlier runs are not in it`,
    data: cells.rest(['experiments', 'timestamp']),
    ref: 'summary',
    flags: [...cells.flags],
  }
}
