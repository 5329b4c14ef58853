import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import { costBounds, eventWords, noCostReason, tokenBounds } from '@/lib/tokens/words'
import type { UsageEventPage } from '@/lib/usage-events/schema'

/** What all events of the list add up to: the number that led here. */
export function EventSumsLine({ sums }: Pick<UsageEventPage, 'sums'>) {
  if (sums === null) {
    return <p className="pb-2 text-12 text-2">More events match than a list adds up; the account has their sum.</p>
  }
  const bounds = [...new Set([...tokenBounds(sums), ...costBounds(sums)])]
  return (
    <p className="pb-2 text-12 text-2">
      <b className="text-1">{eventWords(sums.events)}</b>,{' '}
      <Num
        value={sums.usage.total}
        lowerBound={tokenBounds(sums).length > 0}
        className="font-semibold text-1"
        reason="no tokens recorded"
      />{' '}
      tokens,{' '}
      {sums.costMicroUsd === null ? (
        <NotRecorded reason={noCostReason(sums)} words={noCostReason(sums)} />
      ) : (
        <Quantity
          parts={{ value: formatMoney(sums.costMicroUsd), unit: '' }}
          lowerBound={sums.costIsLowerBound}
          className="font-semibold text-1"
        />
      )}
      {bounds.length > 0 ? `. At least: ${bounds.join('; ')}` : null}
      {sums.unpricedEvents > 0 && sums.costMicroUsd === null
        ? `; ${formatInteger(sums.unpricedEvents)} unpriced`
        : null}
      .
    </p>
  )
}
