import 'server-only'
import type { Row } from '@/lib/db/upsert'
import type { PriceTable } from '@/lib/ledger/prices'
import { jobIdOf, phaseIdOf, rowIdOf, runIdOf, sessionIdOf } from '@/lib/model/ids'
import type { CanonicalRecord } from '@/lib/model/records'
import { contentOf, hashOf, json, storable } from './record-content'

/** Stands for a time that nobody recorded: in text order before every time, so that what has one is newer. */
const UNKNOWN_TIME = '-'

/** Which of two versions of a row is newer, as text: the row's own time, its file's latest time, the content hash. */
export const versionOf = (at: string | null, latestAt: string, contentHash: string): string =>
  `${at ?? UNKNOWN_TIME}|${latestAt || UNKNOWN_TIME}|${contentHash}`

/** What every row of one import shares. */
export interface RowContext {
  system: string
  instance: string
  contentId: string
  /** The latest time anywhere in the file: the second part of "the newer wins". */
  latestAt: string
  prices: PriceTable
  /** A later reader of the same bytes wins over an earlier one. */
  parserVersion: number
  /** Session keys are unique in the instance, not only in their run. */
  ownSessions: boolean
  /** Flags every row gets, such as `synthetic_record` in the sample fleet. */
  extraFlags: readonly string[]
}

/** What rows of every kind are made with: ids with their instance, and the stamp that says which version is newer. */
export class RowFacts {
  constructor(readonly ctx: RowContext) {}

  runId = (runKey: string) => storable(runIdOf(this.ctx.instance, runKey))

  runIdOrNull = (runKey: string | null) => (runKey === null ? null : this.runId(runKey))

  jobIdOrNull = (jobKey: string | null | undefined) =>
    jobKey == null ? null : storable(jobIdOf(this.ctx.instance, jobKey))

  tierId = (tierKey: string) => rowIdOf(this.ctx.instance, 'tiers', tierKey)

  sessionId(runKey: string | null, sessionKey: string): string {
    return runKey === null || this.ctx.ownSessions
      ? storable(runIdOf(this.ctx.instance, sessionKey))
      : sessionIdOf(this.runId(runKey), sessionKey)
  }
  /** Sorted and each once, with those that every row of the import gets. */
  flags(own: readonly string[]): string {
    return json([...new Set([...own, ...this.ctx.extraFlags])].sort())
  }

  /** Hash of any content, led by the reader's version. */
  contentHash(value: unknown): string {
    return `p${String(this.ctx.parserVersion).padStart(4, '0')}.${hashOf(value)}`
  }
  /** The content hash of a record, wherever it stands. */
  hashOf(record: CanonicalRecord): string {
    return this.contentHash(contentOf(record))
  }

  /**
   * Flags, place and version of a row. The version is the row's own time, the file's latest time and the content hash,
   * so that text order says which of two is newer, whatever was imported first. What states no time is the older.
   */
  stamp(record: CanonicalRecord, at: string | null): Row {
    return this.stampOf(record, this.version(at, this.hashOf(record)))
  }

  /** The stamp of a record that never changes: its content is compared too. */
  immutable(record: CanonicalRecord, at: string | null): Row {
    const contentHash = this.hashOf(record)
    return { ...this.stampOf(record, this.version(at, contentHash)), contentHash }
  }

  version(at: string | null, contentHash: string): string {
    return versionOf(at, this.ctx.latestAt, contentHash)
  }

  private stampOf(record: CanonicalRecord, version: string): Row {
    return {
      flags: this.flags(record.flags),
      version,
      contentId: this.ctx.contentId,
      ref: storable(record.ref),
    }
  }
}

/** The phase that a key names in a run; null without either. */
export const phaseIn = (runId: string | null, phaseKey: string | null) =>
  runId === null || phaseKey === null ? null : phaseIdOf(runId, phaseKey)

export const text = (value: string | null): string | null => (value === null ? null : storable(value))
