import 'server-only'
import { existsSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { liveRunFiles } from '@/lib/sample/interllm/live-run'
import { liveRows } from '@/lib/sample/live'
import { autopackTime } from '@/lib/sample/rows'
import { liveTranscripts } from '@/lib/sample/transcripts/live-transcripts'
import { saveRows } from './autopack-file'
import { readSampleState, writeSampleState } from './sample-state'
import { appendTextFiles } from './text-files'

const DAY = 86_400_000
const MAX_CATCH_UP = DAY
/** Then the history no longer reaches to today. */
const MAX_AGE = 7 * DAY

export type Advanced =
  /** `files`: those that say something new. */
  | { status: 'advanced'; rows: number; files: string[] }
  | { status: 'unchanged' }
  /** There is no sample, it slept for more than a day, or it is a week old: create it again. */
  | { status: 'expired' }

/**
 * Writes into the sample's own files what has happened to its live runs and session since the last time. Rows and lines
 * depend on seed, base and `now` alone: many small steps and one big one end in the same, and a step taken twice changes
 * nothing.
 */
export function advanceSample(of: { folder: string; now: Date }): Advanced {
  const state = readSampleState(of.folder)
  const file = path.join(of.folder, 'autopack.db')
  if (!state || !existsSync(file)) return { status: 'expired' }
  const [base, from, now] = [Date.parse(state.base), Date.parse(state.advancedTo), of.now.getTime()]
  if (now - from > MAX_CATCH_UP || now - base > MAX_AGE) return { status: 'expired' }
  if (now <= from) return { status: 'unchanged' }
  const rows = writeLive(file, liveRows(state.seed, base, from, now), now)
  const texts = appendTextFiles(of.folder, [
    ...liveTranscripts(state.seed, base, from, now),
    ...liveRunFiles(state.seed, base, from, now),
  ])
  if (rows === 0 && texts.length === 0) return { status: 'unchanged' }
  writeSampleState(of.folder, { ...state, advancedTo: of.now.toISOString() })
  return { status: 'advanced', rows, files: [...(rows > 0 ? [file] : []), ...texts] }
}

function writeLive(file: string, parts: ReturnType<typeof liveRows>, now: number): number {
  const db = new Database(file, { timeout: 2_000 })
  try {
    const changed = parts.reduce((sum, part) => sum + saveRows(db, part), 0)
    return changed + timeOutApprovals(db, now)
  } finally {
    db.close()
  }
}

/** Nobody answers in the sample: an approval whose time is up is turned down, as Autopack does by default. */
function timeOutApprovals(db: Database.Database, now: number): number {
  return db
    .prepare(
      `UPDATE approval_requests SET status = 'timeout', responded_at = timeout_at, response_method = 'timeout',
        rejected_reason = 'Timed out; the default is reject'
      WHERE status = 'pending' AND timeout_at <= ?`,
    )
    .run(autopackTime(now)).changes
}
