import 'server-only'
import type { Db } from '@/lib/db/client'
import { type Row, type RowStatement, type Statement, writeAll } from '@/lib/db/upsert'

/** What a batch will have written of responses. */
export interface ComingResponses {
  events: readonly Row[]
  copies: readonly Row[]
}

interface UnderWay {
  /** The content it is of. */
  owner: string
  written: Promise<void>
  coming: ComingResponses
  /** Told how it ended, by whoever does not wait for it. */
  told: ((error: unknown) => Promise<void>) | null
}

/**
 * Writes batches one after the other, so that the next one can be made while one is being written. Never more than one
 * is under way, and nothing is sent after one that failed before that was noticed.
 */
export class WriteBehind {
  private underWay: UnderWay | null = null

  constructor(readonly db: Db) {}

  /** What the batch under way says of responses, which the database may not know yet. */
  get coming(): ComingResponses | null {
    return this.underWay?.coming ?? null
  }

  /** The content whose batch is under way, or null. */
  get owner(): string | null {
    return this.underWay?.owner ?? null
  }

  /**
   * Waits until nothing is under way.
   * @returns false when the batch failed: what was made from `coming` has to be made again
   * @throws what it failed with, when nobody else is told
   */
  async settle(): Promise<boolean> {
    if (!this.underWay) return true
    const { written, told } = this.underWay
    const error: unknown = await written.then(() => null).catch((fault: unknown) => fault)
    this.underWay = null
    if (told) await told(error)
    else if (error !== null) throw error
    return error === null
  }

  /** Begins to write a batch; `settle` says when it is there. */
  async send(owner: string, statements: readonly (Statement | RowStatement)[], coming: ComingResponses): Promise<void> {
    await this.settle()
    const written = writeAll(this.db, statements)
    written.catch(() => {})
    this.underWay = { owner, written, coming, told: null }
  }

  /** Leaves the batch under way to `told`, which hears how it ended: at once, when it has. What it throws, `settle` throws. */
  async leave(told: (error: unknown) => Promise<void>): Promise<void> {
    // One that was left already is another's.
    if (this.underWay?.told) await this.settle()
    if (this.underWay) this.underWay.told = told
    else await told(null)
  }
}
