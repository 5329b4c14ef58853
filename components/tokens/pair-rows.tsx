'use client'

import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { LABELLED_CELL, LABELLED_ROW } from '@/components/ui/labelled-row'
import { NotRecorded, Num } from '@/components/ui/num'
import { Td, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { eventsHref, type TokensAddress } from '@/lib/tokens/filters'
import type { TokenRow } from '@/lib/tokens/schema'
import type { TokenView, ViewDimension } from '@/lib/tokens/view-schema'
import { shareWords, tokenBounds } from '@/lib/tokens/words'
import { CostCell } from './cost-cell'

interface PairRowsProps {
  /** The row taken apart. */
  of: { key: string | null; amount: number | null }
  /** Rows of the account by both dimensions. */
  rows: readonly TokenRow[]
  then: ViewDimension
  view: TokenView
  address: TokensAddress
  fleet: Fleet
}

/** The parts of one row by the second dimension; they add up to it. */
export function PairRows({ of, rows, then, view, address, fleet }: PairRowsProps) {
  const { by, measure } = address.input
  const href = (key: string | null) =>
    eventsHref(
      address.input,
      {
        window: view.window,
        keys: [
          [by, of.key],
          [then, key],
        ],
      },
      fleet,
    )
  return rows.map((row) => {
    const key = row.keys[1] ?? null
    const amount = measure === 'tokens' ? row.usage.total : row.costMicroUsd
    return (
      <Tr key={key === null ? 'none' : `is ${key}`} data-part="" className={cx(LABELLED_ROW, 'text-2')}>
        <Td className={cx(LABELLED_CELL, 'pl-10! max-md:col-span-2 max-md:pl-4!')}>
          {key === null ? <span className="text-3">not recorded</span> : <bdi>{plainText(key, 100)}</bdi>}
        </Td>
        <Td numeric data-label="tokens" className={LABELLED_CELL}>
          {row.usage.total === null ? (
            <NotRecorded reason="no tokens recorded" />
          ) : (
            <Link href={href(key)} prefetch={false} className="hover:underline">
              <Num value={row.usage.total} lowerBound={tokenBounds(row).length > 0} />
            </Link>
          )}
        </Td>
        <Td className="pl-5 max-md:hidden">
          {amount !== null && of.amount ? `${shareWords(amount / of.amount)} of the row` : null}
        </Td>
        {view.before ? (
          <>
            <Td className="max-md:hidden" />
            <Td className="max-md:hidden" />
          </>
        ) : null}
        <Td numeric className="max-md:hidden">
          <Num value={row.events} />
        </Td>
        <Td numeric data-label="cost" className={cx('max-md:col-span-2', LABELLED_CELL)}>
          {by === 'class' || then === 'class' ? (
            <NotRecorded reason="a cost belongs to an event, not to one class" />
          ) : (
            <CostCell sums={row} />
          )}
        </Td>
      </Tr>
    )
  })
}
