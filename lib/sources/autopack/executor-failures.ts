import { autopackSignature } from '@/lib/fingerprint/autopack-signature'
import { classifyFailure, UNKNOWN_TYPE } from '@/lib/fingerprint/cause'
import { type BlockLine, joinsBlock } from '@/lib/fingerprint/join-blocks'
import type { FailureRecord } from '@/lib/model/records'
import { BLANK_FAILURE } from '@/lib/sources/blank-records'
import { isoFromMs, parseTime } from '@/lib/time/iso'
import type { Named } from './executor-context'
import type { LogEntry } from './executor-entries'

/** Entries that are one occurrence. JSON-safe. */
export interface LogBlock extends Named {
  line: number
  time: string
  level: string
  logger: string | null
  texts: string[]
  /** Entries, and lines of the file. */
  entries: number
  lines: number
  cut: boolean
  /** Characters that may still be kept. */
  room: number
  /** The last line so far. */
  last: string
}

const CHARS_MAX = 16_000

/** A block of one entry. */
export function blockOf(entry: LogEntry, named: Named): LogBlock {
  const { line, time, level, logger, texts, lines, cut } = entry
  const room = CHARS_MAX - texts.reduce((sum, text) => sum + text.length + 1, 0)
  return {
    ...named,
    line,
    time,
    level,
    logger,
    texts: [...texts],
    entries: 1,
    lines,
    cut,
    room,
    last: texts.at(-1) ?? '',
  }
}

/** Adds an entry to the block where it belongs there. @returns whether it does */
export function addEntry(block: LogBlock, entry: LogEntry, named: Named): boolean {
  const head = lineOf(block.texts[0] ?? '', block.time, block)
  const before = { ...head, text: block.last }
  const next = lineOf(entry.texts[0] ?? '', entry.time, named)
  if (block.runKey !== named.runKey || !joinsBlock(head, before, next)) return false
  for (const text of entry.texts) {
    if (text.length > block.room) block.cut = true
    if (block.room > 0) block.texts.push(text.slice(0, block.room))
    block.room -= text.length + 1
  }
  block.entries += 1
  block.lines += entry.lines
  block.cut ||= entry.cut
  block.last = entry.texts.at(-1) ?? ''
  return true
}

const lineOf = (text: string, at: string, { phaseKey }: Named): BlockLine => ({ text, subject: phaseKey, at })

/** What two copies of a log agree on: nothing of the file, for copies have other beginnings. */
export const blockIdentity = ({ runKey, time, texts }: LogBlock): readonly (string | null)[] => [
  runKey,
  time,
  texts[0]?.trimEnd() ?? '',
]

/** A block as one failure. */
export function failureOf(block: LogBlock, failureKey: string): FailureRecord {
  const { runKey, phaseKey, line, level, logger, texts, entries, cut } = block
  const at = parseTime(block.time)?.iso ?? null
  const message = (texts.find((text) => text.trim() !== '') ?? 'no message recorded').trimEnd()
  const text = texts.join('\n').trimEnd()
  const { type, cause, rule, evidence } = verdictOn(message, text)
  return {
    ...BLANK_FAILURE,
    failureKey,
    runKey,
    provesRun: true,
    phaseKey,
    at,
    message,
    type,
    cause,
    causeRule: rule === null ? null : `${rule}: ${evidence ?? ''}`,
    severity: level.toLowerCase(),
    autopackSignature: autopackSignature(message),
    updatedAt: at === null ? null : longerIsNewer(at, block.lines),
    data: { entries, ...(logger === null ? {} : { logger }), ...(text === message ? {} : { text }) },
    ref: `line ${line}`,
    flags: [at === null ? 'time_unreadable' : 'zone_unknown', ...(cut ? ['truncated_text'] : [])],
  }
}

/** A log that was read while it was written has the beginning of a block: the whole of it must win, whichever is first. */
const longerIsNewer = (at: string, lines: number) => isoFromMs(Date.parse(at) + Math.min(999, lines - 1))

/** What a patch or a dump below the message says decides only where the message says nothing. */
function verdictOn(message: string, text: string) {
  const about = { system: 'autopack', state: null }
  const own = classifyFailure(message, about)
  return own.type === UNKNOWN_TYPE && text !== message ? classifyFailure(text, about) : own
}
