import { cleanText } from '@/lib/fingerprint/clean-text'
import type { CanonicalRecord, EventRecord } from '@/lib/model/records'
import { BLANK_EVENT } from '@/lib/sources/blank-records'
import type { LineResult, TextReader, TextReading, Unparsed } from '@/lib/sources/reader'
import { stableHash } from '@/lib/sources/stable-hash'
import { parseTime } from '@/lib/time/iso'
import { type ContextState, ExecutorContext, type Named } from './executor-context'
import { addLine, entryAt, isFailure, type LogEntry } from './executor-entries'
import { executorEvent } from './executor-events'
import { addEntry, blockIdentity, blockOf, failureOf, type LogBlock } from './executor-failures'
import { executorLine } from './executor-line'
import { titleOf } from './table-reader'

/** Messages that only Autopack's executor writes. */
const OWN_MESSAGE =
  /^(?:\[LOCK\] (?:Acquired executor|Released executor|Another executor|Unexpected error acquiring) |Initialized autonomous executor for run: |Starting autonomous execution loop|Autonomous execution loop finished|Applying pre-emptive encoding fix|Iteration \d{1,9}: Fetching run status|LlmService: Initialized with ModelRouter|\[ARCHIVE_CONSOLIDATOR\] |\[Recovery\] Fetch run status from API|\[BUILD-\d{3})/
const OWN_LOGGER = /^autopack(?:\.|$)/
const LEVELS = new Set(['DEBUG', 'INFO', 'WARNING', 'WARN', 'ERROR', 'CRITICAL', 'FATAL'])
const LINE_MAX = 65_536
/** A loop that never ends must not fill the database with its steps. */
const EVENTS_MAX = 50_000
/** Equal lines stand close together; those seen longer ago are of another second. */
const COUNTED_MAX = 512

/**
 * What Autopack's executor prints, as a log: `[2026-01-02 03:04:05] ERROR: [phase] message`, or with logger and
 * milliseconds. Each ERROR, CRITICAL or FATAL entry, or block of entries that is one occurrence, is one failure with the
 * lines below it; steps of runs and phases are events (lib/sources/autopack/executor-events), at most 50,000 a file. Both
 * belong to the run and phase that they name, or that were named last before them. Times have no zone: they are taken as
 * UTC and flagged. Keys are made of run, time, message and place among equal ones, so that copies of a log, shorter,
 * longer or in another encoding, count every entry once. A last entry is told as it stands, and again once it has grown.
 */
export const autopackLogReader: TextReader = {
  system: 'autopack',
  parserVersion: 1,
  detect: (lines, asked) => {
    const found = lines.flatMap((line) => executorLine(cleanText(line)) ?? [])
    const isOwn = found.some(({ message, logger }) =>
      logger === null ? OWN_MESSAGE.test(message) : OWN_LOGGER.test(logger),
    )
    return isOwn || (asked && found.length > 0) ? { systemVersion: 'executor log' } : null
  },
  open: ({ state }) => new ExecutorLogReading(state),
}

/** JSON-safe. */
interface LogState {
  context: ContextState
  entry: LogEntry | null
  block: LogBlock | null
  counted: [identity: string, count: number][]
  events: number
  /** Hashes of what was told at the end of the last reading. */
  told: string[]
}

class ExecutorLogReading implements TextReading {
  private readonly context: ExecutorContext
  private entry: LogEntry | null
  private block: LogBlock | null
  private readonly counted: Map<string, number>
  private events: number
  private readonly told: ReadonlySet<string>
  private records: CanonicalRecord[] = []
  private unparsed: Unparsed[] = []
  private ended: LogState | null = null

  constructor(state: unknown) {
    const from = state as LogState | null
    this.context = new ExecutorContext(from?.context ?? null)
    this.entry = from?.entry ?? null
    this.block = from?.block ?? null
    this.counted = new Map(from?.counted)
    this.events = from?.events ?? 0
    this.told = new Set(from?.told)
  }

  readLine(raw: string, line: number): LineResult {
    const text = cleanText(raw.slice(0, LINE_MAX))
    const next = entryAt(text, line)
    if (next !== null) {
      if (raw.length > LINE_MAX) next.cut = true
      this.close()
      this.entry = next
    } else if (this.entry !== null) {
      addLine(this.entry, text)
      if (!isFailure(this.entry) && text.startsWith('Traceback ('))
        this.note('traceback without an ERROR line', line, text)
    } else if (text.trim() !== '') this.note('line before the first with a time', line, text)
    return this.taken()
  }

  finish(): LineResult {
    const state = this.state()
    this.close()
    this.closeBlock()
    const result = this.taken()
    this.ended = { ...state, told: result.records.map(hashOf) }
    return result
  }

  state(): LogState {
    if (this.ended) return this.ended
    return {
      context: this.context.toState(),
      // Copies: what is read on must not change what was handed out.
      entry: this.entry && { ...this.entry, texts: [...this.entry.texts] },
      block: this.block && { ...this.block, texts: [...this.block.texts] },
      counted: [...this.counted],
      events: this.events,
      told: [...this.told],
    }
  }

  private taken(): { records: CanonicalRecord[]; unparsed: Unparsed[] } {
    const { unparsed } = this
    const records = this.told.size === 0 ? this.records : this.records.filter((one) => !this.told.has(hashOf(one)))
    this.records = []
    this.unparsed = []
    return { records, unparsed }
  }

  /** The open entry is whole: another begins, or the file ends. */
  private close(): void {
    const { entry } = this
    if (entry === null) return
    this.entry = null
    const message = entry.texts[0] ?? ''
    const named = this.context.pass(message)
    if (!LEVELS.has(entry.level)) this.note(`level ${entry.level}`, entry.line, message)
    if (isFailure(entry)) {
      if (this.block && addEntry(this.block, entry, named)) return
      this.closeBlock()
      this.block = blockOf(entry, named)
      return
    }
    if (this.block && this.block.time !== entry.time) this.closeBlock()
    const type = executorEvent(message)
    if (type !== null) this.tellEvent(entry, type, named)
  }

  private closeBlock(): void {
    const { block } = this
    if (block === null) return
    this.block = null
    this.records.push(failureOf(block, `log/${this.keyOf(blockIdentity(block))}`))
  }

  private tellEvent(entry: LogEntry, type: string, { runKey, phaseKey }: Named): void {
    const { time, line, level, texts, logger } = entry
    this.events += 1
    if (this.events > EVENTS_MAX) {
      this.note('event beyond the first 50,000', line, texts[0] ?? '')
      return
    }
    const message = (texts[0] ?? '').trimEnd()
    const at = parseTime(time)?.iso ?? null
    const detail = texts.join('\n').trimEnd()
    const event: EventRecord = {
      ...BLANK_EVENT,
      eventKey: `log/${this.keyOf([type, runKey, time, message])}`,
      runKey,
      provesRun: true,
      phaseKey,
      type,
      level: level.toLowerCase(),
      at,
      title: titleOf(message, type),
      detail: titleOf(message, type) === detail ? null : detail,
      data: logger === null ? {} : { logger },
      ref: `line ${line}`,
      flags: [at === null ? 'time_unreadable' : 'zone_unknown'],
    }
    this.records.push(event)
  }

  /** Equal entries of one second differ by their place among each other. */
  private keyOf(identity: readonly (string | null)[]): string {
    const hash = stableHash(identity)
    const count = (this.counted.get(hash) ?? 0) + 1
    this.counted.delete(hash)
    this.counted.set(hash, count)
    const [oldest] = this.counted.keys()
    if (this.counted.size > COUNTED_MAX && oldest !== undefined) this.counted.delete(oldest)
    return count === 1 ? hash : `${hash}/${count}`
  }

  private note(name: string, line: number, text: string): void {
    const sample = `line ${line}: ${text.slice(0, 200).toWellFormed()}`
    this.unparsed.push({ kind: 'unknown-record-type', name, count: 1, sample })
  }
}

const hashOf = (record: CanonicalRecord): string => stableHash([JSON.stringify(record)])
