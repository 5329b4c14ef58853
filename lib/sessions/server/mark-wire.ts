import 'server-only'
import type { MarkRow } from '@/lib/db/session-parts'
import { tellingLine } from '@/lib/sessions/result-text'
import type { MARK_KINDS, MarkWire } from '@/lib/sessions/schema'

const LINE_MAX = 200

type MarkKind = (typeof MARK_KINDS)[number]

function kindOf({ kind, outcome }: MarkRow): MarkKind {
  if (outcome === 'denied') return 'denial'
  if (outcome === 'interrupted') return 'interruption'
  switch (kind) {
    case 'error':
    case 'retry':
    case 'interruption':
    case 'compaction':
    case 'resume':
      return kind
    default:
      return 'failure'
  }
}

/** What happened, in one line. */
function lineOf({ title, text, callTitle }: MarkRow): string {
  const line = tellingLine(text ?? '') ?? title ?? callTitle ?? ''
  return line.slice(0, LINE_MAX).toWellFormed()
}

export function toMark(row: MarkRow, positions: ReadonlyMap<string, number>): MarkWire {
  return {
    kind: kindOf(row),
    entryId: row.shownId,
    index: positions.get(row.shownPlace) ?? 0,
    at: row.at,
    tool: row.callTool ?? row.tool,
    line: lineOf(row),
  }
}
