import { formatInteger } from '@/lib/time/format-quantity'
import { cacheHitRate } from '@/lib/tokens/cache-rate'
import type { TokenView } from '@/lib/tokens/view-schema'
import { shareWords } from '@/lib/tokens/words'

/** What else is known of the total: how much of the prompts came from a cache. */
export function TotalsLine({ totals }: { totals: TokenView['totals'] }) {
  const { usage } = totals
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
    </p>
  )
}
