import { formatInteger } from '@/lib/time/format-quantity'
import type { ComparisonReply, UnpricedReason } from './schema'

/** Why an event has no price, in the operator's words. */
export const REASON_WORDS: Readonly<Record<UnpricedReason, string>> = {
  no_model: 'no model recorded',
  no_tokens: 'no tokens recorded',
  no_split: 'input and output not recorded apart',
  part_not_recorded: 'input or output not recorded',
  model_not_in_table: 'the table has no price for this model',
  variant_not_in_table: 'the table has no price for its service tier or speed',
  class_not_in_table: 'the table lacks a class of its tokens',
}

/** What keeps a repriced column from being whole; empty when it is. */
export function uncomputedWords(
  { unpricedEvents, missingEvents }: ComparisonReply['totals']['repriced'][number],
  events: number,
): string[] {
  const of = `of ${formatInteger(events)} ${events === 1 ? 'event' : 'events'}`
  return [
    ...(unpricedEvents > 0 ? [`${formatInteger(unpricedEvents)} ${of} without a price in it`] : []),
    ...(missingEvents > 0 ? [`${formatInteger(missingEvents)} ${of} came or changed after it was computed`] : []),
  ]
}
