import type { Cause } from '@/lib/model/status'

/**
 * What a text of this kind is: something that went wrong, a person's no or interruption, or the echo of another failure
 * ("retries exhausted"), whose cause stands elsewhere.
 */
export type FailureKind = 'failure' | 'decision' | 'consequence'

/** One known kind of failure. Entries are tried in order; the first whose detector finds something wins. */
export interface CatalogueEntry {
  /** Unique and stable: it is stored as the rule that decided. */
  id: string
  kind: FailureKind
  /** The type shown to operators; several entries may share one. */
  type: string
  cause: Cause
  /** Searched in the head line first, then in the head of the text. Every repetition in it is bounded. */
  finds: RegExp
  /** Only texts of this system; all when left out. */
  system?: string
  /** What happened, in a sentence. */
  means: string
  /** A command or setting that helps. */
  helps: string
  /** A text that this entry is found in. */
  example: string
}
