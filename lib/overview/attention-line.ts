import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { RunSummary } from '@/lib/runs/schema'
import type { AttentionItem } from './schema'

/** The parts of "Needs someone" lines that all kinds share. */

export interface Question {
  runId: string | null
  context: string | null
  requestedAt: string | null
  respondedAt: string | null
  timeoutAt: string | null
}

/** Of each kind: how many there are, and the first few. */
export interface Some<T> {
  total: number
  first: readonly T[]
}

/** Above this many of one kind they are one line. */
export const SINGLE_MAX = 3

const amount = new Intl.NumberFormat('en-US')
export const number = (value: number) => amount.format(value)
export const plural = (count: number, noun: string) => (count === 1 ? noun : `${noun}s`)

/** One line per item while they are few, else one for all of them. */
export function few<T>(
  { total, first }: Some<T>,
  single: (item: T) => AttentionItem,
  all: () => AttentionItem,
): AttentionItem[] {
  if (total === 0) return []
  return total <= SINGLE_MAX ? first.slice(0, SINGLE_MAX).map(single) : [all()]
}

export type Kind = Pick<AttentionItem, 'kind' | 'tone' | 'label'>

export const ofRun = (kind: Kind, run: RunSummary, fleet: Fleet, sentence: string): AttentionItem => ({
  ...kind,
  title: run.name ?? run.nativeId,
  titleIsId: run.name === null,
  sentence,
  at: run.lastEvidenceAt,
  href: paths.run(run.id, fleet),
  action: 'Open run',
})

export const group = (
  kind: Kind,
  total: number,
  title: string,
  sentence: string,
  at: string | null,
  href: string,
): AttentionItem => ({
  ...kind,
  title,
  titleIsId: false,
  sentence,
  at,
  href,
  action: `Show ${number(total)}`,
})

/** `autopack:r-1` → `r-1`: what the operator's own tools call it. */
const nativeIdOf = (runId: string) => runId.slice(runId.indexOf(':') + 1)

export function ofQuestion(
  kind: Kind,
  question: Question,
  fleet: Fleet,
  sentence: string,
  at: string | null,
): AttentionItem {
  const { runId } = question
  return {
    ...kind,
    title: runId === null ? 'A question without a run' : nativeIdOf(runId),
    titleIsId: runId !== null,
    sentence,
    at,
    href: runId === null ? paths.runs(fleet) : paths.run(runId, fleet),
    action: 'Open run',
  }
}
