import { NotRecorded, Quantity } from '@/components/ui/num'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import type { TokenView } from '@/lib/tokens/view-schema'
import { costBounds, noCostReason } from '@/lib/tokens/words'

type Sums = Pick<
  TokenView['totals'],
  'usage' | 'costMicroUsd' | 'costLowerBoundReasons' | 'events' | 'unknownTokenEvents' | 'unpricedEvents'
>

/** A cost, or why there is none; where some events have no price, how many. */
export function CostCell({ sums }: { sums: Sums }) {
  const { costMicroUsd, events, unpricedEvents } = sums
  if (costMicroUsd === null) return <NotRecorded reason={noCostReason(sums)} />
  const bounds = costBounds(sums)
  return (
    <>
      <Quantity
        parts={{ value: formatMoney(costMicroUsd), unit: '' }}
        lowerBound={bounds.length > 0}
        title={bounds.length > 0 ? `at least: ${bounds.join('; ')}` : ''}
      />
      {unpricedEvents > 0 ? (
        <span className="pl-1.5 font-normal text-12 text-3">
          {formatInteger(unpricedEvents)} of {formatInteger(events)} unpriced
        </span>
      ) : null}
    </>
  )
}
