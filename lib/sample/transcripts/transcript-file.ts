import type { WrittenCopy } from './written-usage'

export type Json = Record<string, unknown>

/** One line of a transcript before it is text; more than one record when they were written without a newline between. */
export interface TranscriptLine {
  /** Milliseconds: when the program wrote it. */
  at: number
  records: readonly Json[]
  copies: readonly WrittenCopy[]
}

/** A transcript as its lines; `path` is relative to the folder of the sample, with `/`. */
export interface Transcript {
  path: string
  lines: readonly TranscriptLine[]
}

/** The text of one file and what it says about tokens. */
export interface TranscriptFile {
  path: string
  text: string
  copies: readonly WrittenCopy[]
}

/** The file as it stands after `lines` of its lines, or at the time `until`; all of it when neither is given. */
export function fileOf(transcript: Transcript, cut: { lines?: number; until?: number } = {}): TranscriptFile {
  const { lines = Number.POSITIVE_INFINITY, until = Number.POSITIVE_INFINITY } = cut
  // A program appends, so what stands behind a line that is not written yet is not written either.
  const late = transcript.lines.findIndex((line) => line.at > until)
  const kept = transcript.lines.slice(0, Math.min(lines, late === -1 ? transcript.lines.length : late))
  return {
    path: transcript.path,
    text: kept.map((line) => `${line.records.map((record) => JSON.stringify(record)).join('')}\n`).join(''),
    copies: kept.flatMap((line) => line.copies),
  }
}
