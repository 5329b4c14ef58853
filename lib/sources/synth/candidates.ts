import type { CandidateRecord } from '@/lib/model/records'
import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { JsonCells } from '@/lib/sources/json-cells'
import { jsonText } from '@/lib/sources/json-text'

/** How far the job had come when an event was written. */
export interface Progress {
  rollouts: number | null
  costPico: bigint | null
  seconds: number | null
}

/** One candidate as an event tells it; `list` says which of the source's lists it stands in. */
export interface Told {
  key: string
  list: string
  cells: JsonCells
  fields: Partial<CandidateRecord>
}

const TEXT_MAX = 65_536
const cut = (text: string | null) => (text === null ? null : text.slice(0, TEXT_MAX).toWellFormed())

type Teller = (data: JsonCells, seq: number | null, message: string) => Told[]

const countOf = (list: readonly unknown[]) => (list.length === 0 ? null : list.length)

const scored: Teller = (data, seq) => {
  const id = data.key('candidate_id', 'version_id', 'transformation_id', 'id') ?? (seq === null ? null : `seq-${seq}`)
  if (id === null) return []
  const fields = {
    generation: data.whole('generation'),
    parentKey: data.key('parent_id', 'parent_candidate_id'),
    accepted: data.bool('accepted'),
    ...scoreFields(data, data.number('score', 'accuracy', 'mean_score', 'minibatch_score')),
    ...(data.has('transformation_text', 'instruction_text', 'text') ? { text: textOf(data) } : {}),
  }
  return [{ key: id, list: 'scored', cells: data, fields: known(fields) }]
}

const validated: Teller = (data, seq, message) => {
  const baseline = data.bool('is_baseline') ?? /baseline/i.test(message.slice(0, 500))
  const accuracy = data.number('accuracy', 'score')
  const n = countOf(data.list('instance_scores'))
  const fields = { score: accuracy, heldoutScore: accuracy, heldoutN: n, isBaseline: baseline }
  const key = baseline ? 'baseline' : `validation-${data.key('rank', 'candidate_id', 'candidate_index') ?? seq ?? 0}`
  return [{ key, list: baseline ? 'baseline' : 'validation', cells: data, fields: known(fields) }]
}

const ranked =
  (list: string): Teller =>
  (data, seq) => {
    const rank = data.whole('rank')
    const train = data.number('train_score', 'train_accuracy')
    const test = data.number('test_score', 'val_accuracy', 'score', 'accuracy')
    const fields = { index: rank, score: test ?? train, trainScore: train, heldoutScore: test, text: textOf(data) }
    return [{ key: `${list}-${rank ?? seq ?? 0}`, list, cells: data, fields: known(fields) }]
  }

const trial: Teller = (data, seq) => {
  const number = data.whole('trial', 'trial_num')
  const score = data.number('score', 'minibatch_score')
  return [{ key: `trial-${number ?? seq ?? 0}`, list: 'trial', cells: data, fields: known({ index: number, score }) }]
}

const baselineTest: Teller = (data) => {
  const score = data.number('test_score', 'score')
  return [{ key: 'baseline', list: 'baseline', cells: data, fields: { score, heldoutScore: score, isBaseline: true } }]
}

const best: Teller = (data) => {
  const prompt = data.cells('best_prompt')
  const text = sectionsText(prompt) ?? textOf(data)
  return text === null
    ? []
    : [{ key: 'best', list: 'best', cells: data, fields: { score: data.number('best_score'), text, accepted: true } }]
}

const finals: Teller = (data) =>
  (['attempted', 'optimized'] as const).flatMap((list) =>
    data.list(`${list}_candidates`).flatMap((item, index): Told[] => {
      if (!isObject(item)) return []
      const cells = new JsonCells(item)
      // An optimised candidate keeps its numbers one level down, an attempted one beside its name.
      const numbers = isObject(item['score']) ? new JsonCells(item['score']) : cells
      const scores = [...numbers.list('instance_scores'), ...(numbers === cells ? [] : cells.list('instance_scores'))]
      const fields = {
        index,
        score: numbers.number('accuracy', 'score'),
        heldoutN: countOf(scores),
        text: objectText(cells),
      }
      return [{ key: `${list}-${index}`, list, cells, fields: known(fields) }]
    }),
  )

/** End of an event's type → what it tells. The longer end is asked first. */
const TELLERS: readonly (readonly [ending: string, teller: Teller])[] = [
  ['.optimized.scored', ranked('optimized')],
  ['.validation.scored', validated],
  ['.variation.score', scored],
  ['.variation.scored', scored],
  ['.candidate.evaluated', scored],
  ['.candidate.scored', scored],
  ['.transformation.proposed', scored],
  ['.top.prompt.content', ranked('top')],
  ['.best.prompt', best],
  ['.final.results', finals],
  ['.topk.evaluated', ranked('topk')],
  ['.baseline.test', baselineTest],
  ['.trial.complete', trial],
]

/** The candidates that one event tells of; most tell none. */
export function candidatesIn(type: string, data: Json, seq: number | null, message: string): Told[] {
  const teller = TELLERS.find(([ending]) => type.endsWith(ending) || type === ending.slice(1))?.[1]
  return teller ? teller(new JsonCells(data), seq, message) : []
}

/** A candidate of a job with what was told of it; what was not told is unknown. */
export function candidateRecord(
  jobKey: string,
  told: Told,
  at: string | null,
  ref: string,
  so: Progress,
): CandidateRecord {
  return {
    kind: 'candidate',
    jobKey,
    runKey: jobKey,
    candidateKey: told.key,
    parentKey: null,
    index: null,
    generation: null,
    at,
    accepted: null,
    isBaseline: false,
    score: null,
    trainScore: null,
    heldoutScore: null,
    heldoutN: null,
    rolloutsSoFar: so.rollouts,
    costPicoSoFar: so.costPico,
    secondsSoFar: so.seconds,
    text: null,
    ...told.fields,
    data: dataOf(told),
    ref,
    flags: [...told.cells.flags],
  }
}

const DATA_FIELDS = [
  'prompt_length',
  'tool_call_rate',
  'payload_kind',
  'lift_absolute',
  'lift_percent',
  'mutation_type',
  'operator',
]

function dataOf({ list, cells }: Told): Record<string, unknown> {
  const data: Record<string, unknown> = { list }
  const numbers = [cells.cells('score'), cells]
  for (const name of DATA_FIELDS) {
    const value = numbers.map((one) => one.text(name)).find((text) => text !== null)
    if (value !== undefined && value !== null) data[name] = value.slice(0, 500)
  }
  return data
}

function scoreFields(data: JsonCells, score: number | null): Partial<CandidateRecord> {
  return { score, heldoutN: data.whole('n', 'num_seeds') ?? countOf(data.list('instance_scores')) }
}

/** Only what was told: what a later event leaves out does not wipe out what an earlier one said. */
function known<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Partial<T>
}

function textOf(data: JsonCells): string | null {
  const lines = data.list('instruction_lines').filter((line): line is string => typeof line === 'string')
  const text = data.text('transformation_text', 'instruction_text', 'full_text', 'text')
  return cut(text ?? (lines.length > 0 ? lines.join('\n') : sectionsText(data.cells('template'))))
}

/** A prompt in sections, as `role: text` paragraphs. */
function sectionsText(prompt: JsonCells): string | null {
  const parts = prompt.list('sections', 'messages').flatMap((section) => {
    if (!isObject(section)) return []
    const cells = new JsonCells(section)
    const text = cells.text('content', 'pattern')
    return text === null ? [] : [`[${cells.line('role') ?? 'prompt'}] ${text}`]
  })
  return parts.length === 0 ? null : cut(parts.join('\n\n'))
}

function objectText(cells: JsonCells): string | null {
  const object = cells.object('object')
  return object === null ? null : cut(jsonText(object))
}
