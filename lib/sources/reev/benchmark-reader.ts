import type { JobRecord } from '@/lib/model/records'
import { BLANK_JOB } from '@/lib/sources/blank-records'
import { inBatches, type Piece } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import type { DocumentReader } from '@/lib/sources/reader'
import { benchmarkName, promptMd5 } from './benchmark-name'
import { parseYaml } from './flow-yaml'

const TAGS_MAX = 50

/** A benchmark as its definition, an answer of the API or a row of the database has it. */
export function benchmarkRecord(
  cells: JsonCells,
  of: { name: string; ref: string; at: string | null; config?: Record<string, unknown> | null },
): JobRecord {
  const prompt = cells.text('prompt')
  const description = cells.text('description')
  const tags = cells.list('tags').filter((tag): tag is string => typeof tag === 'string')
  return {
    ...BLANK_JOB,
    jobKey: of.name,
    name: of.name,
    type: 'benchmark',
    goal: prompt,
    config: of.config ?? null,
    createdAt: of.at,
    updatedAt: of.at,
    data: {
      ...(description === null ? {} : { description }),
      ...(tags.length === 0 ? {} : { tags: tags.slice(0, TAGS_MAX) }),
      ...(prompt === null ? {} : { promptMd5: promptMd5(of.name, prompt) }),
    },
    flags: [...cells.flags],
    ref: of.ref,
  }
}

/** reev's benchmark definitions, `benchmarks/001-….yml`: what is asked for, and how it is judged. */
export const benchmarkReader: DocumentReader = {
  system: 'reev',
  parserVersion: 1,

  detect: (document) => {
    if (!/\.ya?ml$/i.test(document.path)) return null
    const text = document.text()
    const has = (name: string) => new RegExp(`^${name}:`, 'm').test(text)
    return has('id') && has('prompt') && has('initial_state') && has('ground_truth')
      ? { systemVersion: 'benchmark definition' }
      : null
  },

  latestAt: () => null,

  *read(document, cursor) {
    yield* inBatches([definition(document.path, document.text())], cursor)
  },
}

function definition(path: string, text: string): Piece {
  const { value, problem } = parseYaml(text)
  const rejected = problem === null ? [] : [{ line: null, place: path, reason: problem }]
  if (value === null) return { rejected }
  const cells = new JsonCells(value)
  const name = benchmarkName(cells.raw('id')) ?? benchmarkName(path)
  if (name === null) return { rejected: [...rejected, { line: null, place: path, reason: 'the benchmark has no id' }] }
  const config = Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'prompt' && key !== '__proto__'))
  return { records: [benchmarkRecord(cells, { name, ref: 'benchmark definition', at: null, config })], rejected }
}
