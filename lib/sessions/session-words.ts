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

/** "claude-sonnet-4-5-20250929" → "sonnet-4-5": what tells models apart in a narrow column. */
export function shortModel(model: string): string {
  return model.replace(/^(?:[\w.-]+\/)?claude-/, '').replace(/-\d{8}$/, '')
}

/** The last folder of a path. */
export function shortProject(project: string): string {
  return project.split(/[\\/]/).findLast((part) => part !== '') ?? project
}

type Spent = Pick<SessionSummary, 'usage' | 'events' | 'costMicroUsd' | 'costLowerBoundReasons' | 'unpricedEvents'>

interface Amount {
  value: number | null
  lowerBound: boolean
  title: string
}

const responses = (n: number) => `${formatInteger(n)} ${n === 1 ? 'response' : 'responses'}`

export function tokensOf({ usage, events }: Spent): Amount {
  const lowerBound = usage.lowerBound.length > 0
  if (usage.total === null) return { value: null, lowerBound, title: 'no response records tokens' }
  const partly = lowerBound ? `; only a part of ${usage.lowerBound.join(', ')} was recorded` : ''
  return { value: usage.total, lowerBound, title: `${responses(events)}${partly}` }
}

export function costOf(session: Spent): Amount {
  const { events, unpricedEvents, costLowerBoundReasons: reasons } = session
  const lowerBound = reasons.length > 0
  const noPrice = `${formatInteger(unpricedEvents)} of ${responses(events)} without a price`
  if (session.costMicroUsd === null) {
    return { value: null, lowerBound, title: events === 0 ? 'no response counts here' : noPrice }
  }
  const why = [
    unpricedEvents > 0 ? noPrice : null,
    reasons.includes('output_not_recorded') ? 'output is only partly recorded' : null,
  ].filter((text) => text !== null)
  return { value: session.costMicroUsd, lowerBound, title: why.join('; ') || `${responses(events)}, all priced` }
}

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
