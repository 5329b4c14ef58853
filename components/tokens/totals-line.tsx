import { cacheHitRate } from '@/lib/ledger/cache-hit-rate'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import type { TokenView } from '@/lib/tokens/view-schema'
import { eventWords, shareWords } from '@/lib/tokens/words'
import { gapWords } from '@/lib/usage-events/words'

/** What else is known of the total: how much of the prompts came from a cache, and how both costs compare. */
export function TotalsLine({ totals }: { totals: TokenView['totals'] }) {
  const { usage, costsCompared } = totals
  const rate = cacheHitRate(usage)
  const apart = usage.unsplit === null ? '' : `, of the tokens that are apart (${formatInteger(usage.unsplit)} are not)`
  return (
    <p className="-mt-1 mb-2 text-12 text-2">
      Cache hit rate:{' '}
      {rate === null ? (
        <span title="prompts and cache reads are not recorded apart">not recorded</span>
      ) : (
        <>
          <b className="text-1">{shareWords(rate)}</b>
          {apart}
        </>
      )}
      {costsCompared === null ? null : (
        <>
          {' · '}
          {eventWords(costsCompared.events)} state a cost that can be computed too: reported{' '}
          <b className="text-1">{formatMoney(costsCompared.reportedMicroUsd)}</b>, computed{' '}
          <b className="text-1">{formatMoney(costsCompared.computedMicroUsd)}</b>;{' '}
          {gapWords(costsCompared.reportedMicroUsd, costsCompared.computedMicroUsd)}
        </>
      )}
    </p>
  )
}
