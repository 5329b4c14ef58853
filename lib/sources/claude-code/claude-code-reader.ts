import type { JsonlReader } from '@/lib/sources/reader'
import { idOf } from './fields'
import { isTranscriptRecord } from './record-types'
import { Transcript } from './transcript'

/** Transcripts of Claude Code, every version: a session's own file, a sub-agent's beside or below it. */
export const claudeCodeReader: JsonlReader = {
  system: 'claude-code',
  parserVersion: 2,
  ownSessions: true,

  detect: (value) =>
    isTranscriptRecord(value) ? { systemVersion: idOf(value['version']) ?? 'unknown version' } : null,

  open: ({ state }) => new Transcript(state),
}
