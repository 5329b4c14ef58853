import { BLANK_EVENT } from '@/lib/sources/blank-records'
import { isObject } from '@/lib/sources/codex/json-value'
import { inBatches, type Yielded } from '@/lib/sources/document-batches'
import { isLine, objectsIn } from '@/lib/sources/folder-lines'
import { JsonCells } from '@/lib/sources/json-cells'
import type { FolderReader, FolderSource } from '@/lib/sources/reader'
import { gatherEvidence } from './gepa-book'
import { jobPieces } from './gepa-jobs'
import { EVIDENCE_JOB_KEY } from './gepa-keys'
import { EvidenceRows } from './gepa-rows'

const TOP_FILE =
  /^(.*)\/(?:(?:commands|candidate_timeline|train_evaluations|heldout_evaluations|candidate_reviews|proposal_timeline)\.jsonl|parity_controls\.json)$/
const BENCHMARK_FILE =
  /^(.*)\/benchmarks\/[^/]+\/(?:parity_controls\.json|run_manifest\.json|summary\.json|source_checksums\.json|curve_points\.jsonl|summary_table\.txt|ascii_charts\.txt|comparison_report\.txt)$/
const DIFF_FILE = /^(.*)\/candidate_diffs\/[^/]+\/(?:[^/]+\/)?[^/]+\.json$/

/** The evidence of a comparison of prompt optimisers: commands, candidates, evaluations, controls and summaries. */
export const gepaEvidenceReader: FolderReader = {
  system: 'synth',
  parserVersion: 1,

  folderOf: (path) => {
    // A benchmark's parity controls are deeper than the file of that name at the top.
    const found = BENCHMARK_FILE.exec(path) ?? DIFF_FILE.exec(path) ?? TOP_FILE.exec(path)
    return found?.[1] ?? null
  },

  detect: (folder) => (isEvidence(folder) ? { systemVersion: 'GEPA evidence' } : null),

  read: (folder, cursor) => inBatches(readEvidence(folder), cursor),
}

const LINE_FILES = [
  'commands.jsonl',
  'candidate_timeline.jsonl',
  'train_evaluations.jsonl',
  'heldout_evaluations.jsonl',
]

/** One line that names stack and benchmark, or a summary of stacks, is enough. */
function isEvidence(folder: FolderSource): boolean {
  for (const { path } of folder.files) {
    if (LINE_FILES.includes(path)) {
      for (const item of objectsIn(folder, path)) {
        if (!isLine(item)) continue
        const cells = new JsonCells(item.value)
        if (cells.has('stack') && cells.has('benchmark')) return true
        break
      }
    } else if (/^benchmarks\/[^/]+\/(?:summary|run_manifest)\.json$/.test(path)) {
      const value = folder.document(path).json()
      if (isObject(value) && isObject(value['per_stack'])) return true
    }
  }
  return false
}

/** Candidates first: evaluations have no time and no model of their own and take them from the run's. */
const ORDER = [
  /(^|\/)candidate_timeline\.jsonl$/,
  /(^|\/)train_evaluations\.jsonl$/,
  /(^|\/)heldout_evaluations\.jsonl$/,
  /(^|\/)benchmarks\/[^/]+\/curve_points\.jsonl$/,
]

function* readEvidence(folder: FolderSource): Generator<Yielded> {
  const evidence = gatherEvidence(folder)
  yield* evidence.problems
  const rows = new EvidenceRows(evidence)
  for (const pattern of ORDER) {
    for (const { path } of folder.files) if (pattern.test(path)) yield* readLines(folder, path, rows)
  }
  yield* jobPieces(evidence, rows.tallies)
  for (const { cells, ref } of evidence.others) yield otherCommand(cells, ref)
}

function* readLines(folder: FolderSource, path: string, rows: EvidenceRows): Generator<Yielded> {
  for (const item of objectsIn(folder, path)) {
    if (!isLine(item)) yield item
    else {
      const ref = `${path} line ${item.line}`
      if (path.endsWith('candidate_timeline.jsonl')) yield* rows.candidate(item.value, ref, item.line)
      else if (path.endsWith('curve_points.jsonl')) yield* rows.curvePoint(item.value, ref, item.line)
      else
        yield* rows.evaluation(
          item.value,
          path.endsWith('train_evaluations.jsonl') ? 'train' : 'heldout',
          ref,
          item.line,
        )
    }
  }
}

/** A command that started no run: told as an event of the comparison. */
function otherCommand(cells: JsonCells, ref: string): Yielded {
  const phase = cells.line('phase') ?? 'command'
  const id = cells.key('command_id') ?? ref
  return {
    ...BLANK_EVENT,
    eventKey: `command/${id}`,
    jobKey: EVIDENCE_JOB_KEY,
    type: 'command',
    at: cells.time('started_at', 'finished_at'),
    title: phase,
    data: cells.rest(['command_id', 'phase', 'started_at']),
    ref,
    flags: [...cells.flags],
  }
}
