import { type Amount, costAmount, type EventWords, tokensAmount } from '@/lib/ledger/amount-words'
import { isTranscript } from '@/lib/model/systems'
import { durationParts, type Part } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'
import type { SessionSummary } from './schema'

/** What a session is called, and why its numbers are missing or only lower bounds. Pure text, drawn elsewhere. */

type Named = Pick<SessionSummary, 'name' | 'nativeId'> & Partial<Pick<SessionSummary, 'firstPrompt' | 'agent'>>

/** What the source calls it, else how it began, else its id. */
export function sessionTitle({ name, firstPrompt, agent, nativeId }: Named): { text: string; isId: boolean } {
  const named = [name, firstPrompt, agent].find((text) => text?.trim())
  return named ? { text: named.trim(), isId: false } : { text: nativeId, isId: true }
}

/** The last part of an id, ours or the source's: of a sub-agent its own, of a UUID enough to know it by. */
export function shortId(nativeId: string): string {
  const own = nativeId.split(/[/:]/).at(-1) || nativeId
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(own) ? own.slice(0, 8) : own
}

/** What a sub-agent away from its parent is said to be: the run that tells it from its namesakes, else that it is one. */
export function belongsTo({
  system,
  parentId,
  runId,
}: Pick<SessionSummary, 'system' | 'parentId' | 'runId'>): string | null {
  if (parentId === null) return null
  return runId === null || isTranscript(system) ? 'sub-agent' : runId.slice(runId.indexOf(':') + 1)
}

/** The last folder of a path. */
export function shortProject(project: string): string {
  return project.split(/[\\/]/).findLast((part) => part !== '') ?? project
}

type Spent = Pick<SessionSummary, 'usage' | 'events' | 'costMicroUsd' | 'costLowerBoundReasons' | 'unpricedEvents'>

const responses = (n: number) => `${formatInteger(n)} ${n === 1 ? 'response' : 'responses'}`

const WORDS: EventWords = {
  counted: responses,
  unpriced: (unpriced, of) => `${formatInteger(unpriced)} of ${responses(of)} without a price`,
  noTokens: () => 'no response records tokens',
  noCost: 'no response counts here',
}

export const tokensOf = (session: Spent): Amount => tokensAmount(session, WORDS)
export const costOf = (session: Spent): Amount => costAmount(session, WORDS)

/** From the first to the last evidence; null when fewer than two times are known. */
export function spanOf({
  startedAt,
  endedAt,
  lastEvidenceAt,
}: Pick<SessionSummary, 'startedAt' | 'endedAt' | 'lastEvidenceAt'>): Part[] | null {
  const end = endedAt ?? lastEvidenceAt
  if (startedAt === null || end === null || end <= startedAt) return null
  return durationParts(Date.parse(end) - Date.parse(startedAt))
}

/** Only what is there: "2 failed calls · 4 denied". */
export function troubleWords({ toolFailures, denials, apiErrors, interruptions }: SessionSummary): string {
  return [
    toolFailures > 0 && `${formatInteger(toolFailures)} failed ${toolFailures === 1 ? 'call' : 'calls'}`,
    apiErrors > 0 && `${formatInteger(apiErrors)} API ${apiErrors === 1 ? 'error' : 'errors'}`,
    denials > 0 && `${formatInteger(denials)} denied`,
    interruptions > 0 && `${formatInteger(interruptions)} interrupted`,
  ]
    .filter(Boolean)
    .join(' · ')
}
