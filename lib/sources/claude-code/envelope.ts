import { classifyFailure } from '@/lib/fingerprint/cause'
import type {
  CanonicalRecord,
  EntryOutcome,
  EntryRecord,
  EntryRole,
  EntryType,
  FailureRecord,
} from '@/lib/model/records'
import { jsonText } from '@/lib/sources/json-text'
import type { Unparsed } from '@/lib/sources/reader'
import { stableHash } from '@/lib/sources/stable-hash'
import type { Fields } from './fields'

/** Whose a message is and where it stands, whether it has a record of its own or is carried inside another one. */
export interface Envelope {
  record: Fields
  sessionKey: string
  runKey: string
  subAgent: boolean
  /** The source's id of the record; null when it has none. */
  uuid: string | null
  at: string | null
  timeFlags: readonly string[]
  version: string | null
  line: number
  /** Unique among the session's copies: `12`, `12.1` for the second record of a line, `e12` for a carried one. */
  place: string
}

interface EntryParts {
  type: EntryType
  role: EntryRole
  title?: string | null
  text?: string | null
  tool?: string | null
  callKey?: string | null
  outcome?: EntryOutcome | null
  exitCode?: number | null
  usageKey?: string | null
  model?: string | null
  data?: Record<string, unknown>
  flags?: readonly string[]
}

const MESSAGE_MAX = 4_000

/** Collects what one record gives; entries are numbered in the order they are to be read in. */
export class Output {
  readonly records: CanonicalRecord[] = []
  readonly unparsed: Unparsed[] = []
  private entries = 0
  private key: string | null = null

  constructor(readonly from: Envelope) {}

  /** The id of the record; of one without an id a hash of what it says, equal wherever the same record stands. */
  get recordKey(): string {
    this.key ??= this.from.uuid ?? keyByContent(this.from)
    return this.key
  }

  entry(parts: EntryParts): EntryRecord {
    const { sessionKey, at, line, timeFlags } = this.from
    const key = this.recordKey
    const block = this.entries
    this.entries += 1
    const record: EntryRecord = {
      kind: 'entry',
      sessionKey,
      entryKey: block === 0 ? key : `${key}/${block}`,
      at,
      line,
      block,
      type: parts.type,
      role: parts.role,
      title: parts.title ?? null,
      text: parts.text ?? null,
      tool: parts.tool ?? null,
      callKey: parts.callKey ?? null,
      outcome: parts.outcome ?? null,
      exitCode: parts.exitCode ?? null,
      usageKey: parts.usageKey ?? null,
      model: parts.model ?? null,
      data: parts.data ?? {},
      ref: `line ${line}`,
      flags: parts.flags ? [...timeFlags, ...parts.flags] : timeFlags,
    }
    this.records.push(record)
    return record
  }

  /** The failure that an entry shows. Copies of one record in several sessions are one failure. */
  failure(entry: EntryRecord, message: string, type: string | null): void {
    const { cause, rule, evidence } = classifyFailure(message, { system: 'claude-code', state: null })
    const record: FailureRecord = {
      kind: 'failure',
      failureKey: entry.entryKey,
      runKey: this.from.runKey,
      phaseKey: null,
      sessionKey: entry.sessionKey,
      entryKey: entry.entryKey,
      at: entry.at,
      message: message.slice(0, MESSAGE_MAX).toWellFormed(),
      type,
      cause,
      causeRule: rule === null ? null : `${rule}: ${evidence ?? ''}`,
      severity: null,
      resolution: null,
      updatedAt: null,
      data: entry.exitCode === null ? {} : { exitCode: entry.exitCode },
      ref: entry.ref,
      flags: entry.flags,
    }
    this.records.push(record)
  }

  unknown(name: string, record: Fields): void {
    this.unparsed.push(unknownRecord(name, record))
  }
}

const SAMPLE_FIELDS = 20
const SAMPLE_VALUE_MAX = 60

/** A record nobody knows, with enough of it to see what it is. */
export function unknownRecord(name: string, record: Fields): Unparsed {
  const sample: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(record).slice(0, SAMPLE_FIELDS)) {
    const value = record[key]
    const brief = Array.isArray(value) ? '[…]' : typeof value === 'object' && value !== null ? '{…}' : value
    sample[key.slice(0, SAMPLE_VALUE_MAX)] =
      typeof brief === 'string' ? brief.slice(0, SAMPLE_VALUE_MAX).toWellFormed() : brief
  }
  return {
    kind: 'unknown-record-type',
    name: name.slice(0, 100).toWellFormed(),
    count: 1,
    sample: JSON.stringify(sample),
  }
}

const keyByContent = ({ record, at }: Envelope): string =>
  `hash-${stableHash([
    String(record['type']),
    String(record['subtype'] ?? record['operation'] ?? ''),
    at,
    jsonText(record['message'] ?? record['content'] ?? record['attachment'] ?? null),
  ])}`
