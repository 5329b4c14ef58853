import type { CandidateRecord } from '@/lib/model/records'
import { rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { isJobId, typeOfJobId } from './answers'
import { groupJob } from './group'

const HEAD_MAX = 4_000
const TEXT_MAX = 65_536
/** Longer lines are prompts, not headings. */
const HEADING_MAX = 400

/** What the head of a report says, or null when the text is none. */
export function reportHead(text: string): { algorithm: string; jobKey: string } | null {
  const head = text.slice(0, HEAD_MAX)
  const algorithm = /^\uFEFF?=*\s*(?:([A-Z][A-Z0-9_-]{1,30}) )?PROMPT LEARNING RESULTS\s*$/m.exec(head)
  const jobKey = /^Job ID:[ \t]*(\S{3,200})[ \t]*$/m.exec(head)?.[1] ?? null
  return algorithm && isJobId(jobKey) ? { algorithm: algorithm[1]?.toLowerCase() ?? 'prompt learning', jobKey } : null
}

/** The time a report was written: local, its zone is not told. */
export function reportTime(text: string): string | null {
  const written = /^Timestamp:[ \t]*(.{8,40})$/m.exec(text.slice(0, HEAD_MAX))?.[1]?.trim()
  return written === undefined ? null : new JsonCells({ written }).time('written')
}

type List = 'best' | 'optimized' | 'topk' | 'attempted' | 'proposed'
const LISTS: readonly (readonly [heading: RegExp, list: List])[] = [
  [/^\W*BEST PROMPT\s*$/, 'best'],
  [/^\W*TOP OPTIMIZED CANDIDATES \(\d+\)/, 'optimized'],
  [/^\W*TOP-K CANDIDATES \(\d+\)/, 'topk'],
  [/^\W*ALL PROPOSAL CANDIDATES \(\d+\)/, 'attempted'],
  [/^\W*PROPOSED (INSTRUCTIONS|TRANSFORMATIONS) \(\d+\)/, 'proposed'],
]
const ENTRY = /^\[(?:Rank )?(\d{1,9})\] (?=\S)/
const RULE = /^[=-]{10,}\s*$/

interface Part {
  list: List
  heading: string
  nth: number
  lines: string[]
  line: number
}

/**
 * The text report that the client writes when a job has ended. It tells a part of the job: scores, the best prompt and
 * the candidates; how the job ended it does not say, and it never takes the place of the job's own record.
 */
export function* readReport(text: string, about: { ref: string; parentKey?: string | null }): Generator<Yielded> {
  const head = reportHead(text)
  if (head === null) return void (yield rejection(about.ref, 'the report names no job'))
  const { jobKey, algorithm } = head
  const at = reportTime(text)
  const [baseline, best] = [scoreIn(text, 'Baseline Score'), scoreIn(text, 'Best Score')]
  const data = { knownFrom: 'report', algorithm, reportedAt: at }
  const flags = at === null ? [] : ['zone_unknown']
  const job = {
    type: typeOfJobId(jobKey),
    parentKey: about.parentKey ?? null,
    bestScore: best,
    baselineScore: baseline,
    data,
    flags,
  }
  yield { ...groupJob(jobKey, jobKey, about.ref), name: null, ...job }
  if (baseline !== null) yield { ...candidate(jobKey, 'baseline', at, about.ref), score: baseline, isBaseline: true }
  for (const part of parts(text)) {
    const record = candidateOf(jobKey, part, at)
    if (record === null) yield rejection(`line ${part.line}`, 'the candidate states no score', part.line)
    else yield record
  }
}

function scoreIn(text: string, label: string): number | null {
  const found = new RegExp(`${label}:\\s*(-?\\d{1,12}(?:\\.\\d{1,17})?)`).exec(text.slice(0, HEAD_MAX))?.[1]
  return found === undefined ? null : Number(found)
}

/** The entries of the report's lists; what stands in none of them (summary table, chart) says nothing new. */
function* parts(text: string): Generator<Part> {
  let list: List | null = null
  let part: Part | null = null
  let number = 0
  for (const line of text.split('\n')) {
    number += 1
    const heading = line.length <= HEADING_MAX ? line.trimEnd() : ''
    const next = LISTS.find(([pattern]) => pattern.test(heading))?.[1]
    const entry = list === null || list === 'best' ? null : ENTRY.exec(heading)
    if (next !== undefined || /^FINAL SUMMARY/.test(heading) || entry) {
      if (part) yield part
      part = null
    }
    if (next !== undefined) {
      list = next
      if (next === 'best') part = { list: next, heading, nth: 0, lines: [], line: number }
    } else if (/^FINAL SUMMARY/.test(heading)) list = null
    else if (entry && list) part = { list, heading, nth: Number(entry[1]), lines: [], line: number }
    else if (part && !RULE.test(heading)) part.lines.push(line)
  }
  if (part) yield part
}

function candidateOf(jobKey: string, part: Part, at: string | null): CandidateRecord | null {
  const text = part.lines.join('\n').trim().slice(0, TEXT_MAX) || null
  const ref = `line ${part.line}`
  // The report counts from 1, the events from 0; ranks are ranks in both.
  const index = part.list === 'topk' ? part.nth : part.nth - 1
  const key = part.list === 'best' ? 'best' : `${part.list}-${index}`
  const record = { ...candidate(jobKey, key, at, ref), text, data: { list: part.list } }
  if (part.list === 'best') return { ...record, accepted: true }
  if (part.list === 'proposed') {
    const id = /Transformation ID: (\S{1,200})/.exec(text ?? '')?.[1] ?? /\bID: (\S{1,200})/.exec(part.heading)?.[1]
    const generation = number(part.heading, 'Generation') ?? number(part.heading, 'Iteration')
    return { ...record, candidateKey: id ?? key, index, generation }
  }
  const [train, test] = [number(part.heading, 'Train:'), number(part.heading, 'Test:')]
  const score = number(part.heading, 'Accuracy:') ?? test ?? train
  if (score === null) return null
  return {
    ...record,
    index,
    score,
    trainScore: train,
    heldoutScore: test,
    heldoutN: number(part.heading, 'N:') || null,
  }
}

function number(heading: string, label: string): number | null {
  const found = new RegExp(`(?:^|[\\s|])${label}\\s*(-?\\d{1,12}(?:\\.\\d{1,17})?)`).exec(heading)?.[1]
  return found === undefined ? null : Number(found)
}

function candidate(jobKey: string, candidateKey: string, at: string | null, ref: string): CandidateRecord {
  return {
    kind: 'candidate',
    jobKey,
    runKey: jobKey,
    candidateKey,
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
    rolloutsSoFar: null,
    costPicoSoFar: null,
    secondsSoFar: null,
    text: null,
    data: {},
    ref,
    flags: [],
  }
}
