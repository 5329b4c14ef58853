import { formatInteger } from '@/lib/time/format-quantity'
import type { Tone } from '@/lib/tone'
import type { SystemTrust } from './view-schema'

export interface TrustNote {
  tone: Tone
  /** Holds names from outside: to be shown as hostile text. */
  text: string
}

const some = (count: number, of: string) => `${formatInteger(count)} ${count === 1 ? of : `${of}s`}`

/** How far the numbers of a system can be trusted, from what was recorded; never empty. */
export function trustNotes(trust: SystemTrust, priceTable: string): TrustNote[] {
  if (trust.events === 0) return [{ tone: 'idle', text: 'this system records no tokens: unknown, not zero' }]
  const doubts = [
    ...unpriced(trust),
    trust.usage.unsplit === null ? null : unsplit(trust),
    trust.partialEvents > 0
      ? `output of ${formatInteger(trust.partialEvents)} of ${some(trust.events, 'event')} was not recorded in full`
      : null,
    trust.unknownTokenEvents > 0
      ? `${formatInteger(trust.unknownTokenEvents)} of ${some(trust.events, 'event')} recorded no tokens`
      : null,
    trust.unnamedEvents > 0 ? `${some(trust.unnamedEvents, 'event')} named no model` : null,
  ].filter((text) => text !== null)
  if (doubts.length > 0) return doubts.map((text) => ({ tone: 'warn', text }))
  return [{ tone: 'ok', text: ['complete', ...costWords(trust, priceTable)].join('; ') }]
}

/** Where the cost comes from: what a source states counts, whatever a table gives. */
function costWords({ costMicroUsd, reportedEvents, events }: SystemTrust, priceTable: string): string[] {
  if (costMicroUsd === null) return []
  if (reportedEvents === 0) return [`computed from ${priceTable}`]
  if (reportedEvents === events) return ['cost as the source states it']
  const stated = `cost as the source states it of ${formatInteger(reportedEvents)} of ${some(events, 'event')}`
  return [`${stated}, else computed from ${priceTable}`]
}

/** Models that were never priced are named with what they used, others with the events that have no price. */
function unpriced({ unpricedModels, modelsWithoutPrice, modelsPricedInPart, models }: SystemTrust): string[] {
  const never = unpricedModels.filter((each) => each.unpricedEvents === each.events)
  const inPart = unpricedModels.filter((each) => each.unpricedEvents < each.events)
  const named = never.map(({ model, tokens }) =>
    tokens === null ? model : `${model}, ${formatInteger(tokens)} tokens`,
  )
  const more = (count: number) => (count > 0 ? [`${formatInteger(count)} more`] : [])
  const names = [...named, ...more(modelsWithoutPrice - never.length)].join('; ')
  return [
    ...(modelsWithoutPrice > 0
      ? [
          `${formatInteger(modelsWithoutPrice)} of ${some(models, 'model')} ${modelsWithoutPrice === 1 ? 'has' : 'have'} no price (${names})`,
        ]
      : []),
    ...inPart.map(
      ({ model, events, unpricedEvents }) =>
        `${formatInteger(unpricedEvents)} of ${some(events, 'event')} of ${model} ${unpricedEvents === 1 ? 'has' : 'have'} no price`,
    ),
    ...(modelsPricedInPart > inPart.length
      ? [`some events of ${some(modelsPricedInPart - inPart.length, 'other model')} have no price`]
      : []),
  ]
}

function unsplit({ usage, runsWithInventedSplit }: SystemTrust): string {
  const tokens = `${formatInteger(usage.unsplit ?? 0)} tokens`
  return runsWithInventedSplit > 0
    ? `prompt and output of ${tokens} are not apart: the split recorded in ${some(runsWithInventedSplit, 'run')} is a constant`
    : `prompt and output of ${tokens} are not apart, so they have no price`
}

/** "85 runs, 15 of them without a row", "1 session, 4 sub-agents". */
export function recordWords({ runs, runsWithoutRow, sessions, subAgents }: SystemTrust): string {
  const parts = [
    runs > 0
      ? `${some(runs, 'run')}${runsWithoutRow > 0 ? `, ${formatInteger(runsWithoutRow)} of them without a row` : ''}`
      : null,
    sessions > 0 ? some(sessions, 'session') : null,
    subAgents > 0 ? some(subAgents, 'sub-agent') : null,
  ].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(', ') : 'usage alone'
}
