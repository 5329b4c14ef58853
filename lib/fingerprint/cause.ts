import type { Cause } from '@/lib/model/status'
import { CATALOGUE } from './catalogue/catalogue'
import type { CatalogueEntry } from './catalogue/entry'
import { failureHeadline } from './failure-headline'

export interface CauseVerdict {
  cause: Cause
  /** The type of failure, `unknown_error` when no entry of the catalogue knows the text. */
  type: string
  /** The entry of the catalogue that decided; null when none did. */
  rule: string | null
  /** The words that decided, at most a line. */
  evidence: string | null
}

export const UNKNOWN_TYPE = 'unknown_error'

/** Only the head of a text is searched: a stack of megabytes says nothing its first lines do not. */
const SEARCHED_MAX = 20_000
const EVIDENCE_MAX = 300

/**
 * What kind of failure a text tells of, and why it happened: the first entry of the catalogue that finds something in its
 * informative line, else in its head, else in the state that the source gave. Deterministic, linear in what is searched.
 * @returns cause `unknown` without rule when nothing matches
 */
export function classifyFailure(text: string, about: { system: string; state: string | null }): CauseVerdict {
  for (const subject of [failureHeadline(text).text, text.slice(0, SEARCHED_MAX), about.state ?? '']) {
    const found = subject === '' ? null : firstEntry(subject, about.system)
    if (found) {
      const { entry, index } = found
      return { cause: entry.cause, type: entry.type, rule: entry.id, evidence: lineAround(subject, index) }
    }
  }
  return { cause: 'unknown', type: UNKNOWN_TYPE, rule: null, evidence: null }
}

/** The first entry that finds something in a text; only entries of no system when none is given. */
export function firstEntry(subject: string, system: string | null): { entry: CatalogueEntry; index: number } | null {
  for (const entry of CATALOGUE) {
    if (entry.system !== undefined && entry.system !== system) continue
    const found = entry.finds.exec(subject)
    if (found) return { entry, index: found.index }
  }
  return null
}

function lineAround(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at) + 1
  const end = text.indexOf('\n', at)
  const line = text.slice(Math.max(start, at - EVIDENCE_MAX / 2), end === -1 ? undefined : end)
  return line
    .trim()
    .slice(0, EVIDENCE_MAX)
    .replace(/[\uD800-\uDBFF]$/, '')
}
