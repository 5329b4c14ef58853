import type { EventRecord } from '@/lib/model/records'
import { firstLine } from '@/lib/sources/codex/json-value'
import type { Piece } from '@/lib/sources/document-batches'
import type { FolderSource } from '@/lib/sources/reader'
import { isoFromMs, parseTime } from '@/lib/time/iso'

export const SDK_LOG_FILE = 'agents_sdk.log'

const LINE = /^(\S{19,30}) (DEBUG|INFO|WARNING|ERROR|CRITICAL) ([\w.]{1,100}): ([\s\S]*)$/
const SERIOUS = new Set(['WARNING', 'ERROR', 'CRITICAL'])
const QUARTER_MS = 15 * 60_000
/** The log begins with the run: what is farther from it after whole quarters of an hour is no difference of zones. */
const START_GAP_MS = 5 * 60_000
const OFFSET_MAX_MS = 14 * 3_600_000
const FOLLOWING_MAX = 40

/** Warnings and errors of the SDK's log as events; the lines below one are its detail. */
export function* sdkLogEvents(folder: FolderSource, runKey: string, startedAt: string | null): Generator<Piece> {
  if (!folder.files.some(({ path }) => path === SDK_LOG_FILE)) return
  let offset: number | null = null
  let open: EventRecord | null = null
  let following = 0
  for (const { line, text } of folder.lines(SDK_LOG_FILE)) {
    const found = LINE.exec(text?.slice(0, 8_000) ?? '')
    if (found === null) {
      following += 1
      if (open !== null && text !== null && following <= FOLLOWING_MAX) {
        open.detail = `${open.detail ?? ''}\n${text.slice(0, 500)}`
      }
      continue
    }
    if (open !== null) yield { records: [open] }
    const [, time = '', level = '', logger = '', message = ''] = found
    offset ??= offsetOf(time, startedAt)
    following = 0
    open = SERIOUS.has(level) ? eventOf({ runKey, line, time, level, logger, message, offset: offset ?? 0 }) : null
  }
  if (open !== null) yield { records: [open] }
}

interface Logged {
  runKey: string
  line: number
  time: string
  level: string
  logger: string
  message: string
  offset: number
}

function eventOf({ runKey, line, time, level, logger, message, offset }: Logged): EventRecord {
  const written = parseTime(time)
  return {
    kind: 'event',
    eventKey: `${runKey}/${SDK_LOG_FILE}/${line}`,
    runKey,
    seq: null,
    level: level.toLowerCase(),
    phaseKey: null,
    type: 'sdk_log',
    at: written === null ? null : isoFromMs(Date.parse(written.iso) + offset),
    title: firstLine(message) ?? level,
    detail: message,
    actor: logger,
    updatedAt: null,
    data: { writtenTime: time },
    ref: `${SDK_LOG_FILE} line ${line}`,
    flags: [written === null ? 'time_unreadable' : 'zone_unknown'],
  }
}

/** The log writes local time and calls it UTC: how far it is off shows where the run's own start is known. */
function offsetOf(time: string, startedAt: string | null): number | null {
  const written = parseTime(time)
  if (written === null || startedAt === null) return null
  const apart = Date.parse(startedAt) - Date.parse(written.iso)
  const quarters = Math.round(apart / QUARTER_MS) * QUARTER_MS
  return Math.abs(apart - quarters) <= START_GAP_MS && Math.abs(quarters) <= OFFSET_MAX_MS ? quarters : null
}
