'use client'

import { useQuery } from '@tanstack/react-query'
import { QueryError } from '@/components/shell/query-error'
import { cx } from '@/components/ui/cx'
import { LABELLED_BODY, LABELLED_CELL, LABELLED_ROW } from '@/components/ui/labelled-row'
import { NotRecorded, Quantity } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { SkeletonTable } from '@/components/ui/skeleton'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { ToneShape } from '@/components/ui/tone-shape'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { formatInteger } from '@/lib/time/format-quantity'
import { tokenTrustQuery } from '@/lib/tokens/queries'
import { recordWords, trustNotes } from '@/lib/tokens/trust-words'
import type { SystemTrust, TokenTrust } from '@/lib/tokens/view-schema'
import { tokenBounds } from '@/lib/tokens/words'
import { CostCell } from './cost-cell'

const HEADS = [
  { header: 'System' },
  { header: 'Records' },
  { header: 'Tokens', numeric: true },
  { header: 'Cost', numeric: true },
  { header: 'How far this can be trusted', className: 'w-2/5 pl-5' },
]

/** All time, by system: how much there is and what each source cannot know. */
export function TrustSection({ fleet }: { fleet: Fleet }) {
  const { data, error, refetch } = useQuery(tokenTrustQuery(fleet))
  return (
    <Section
      title="Everything recorded, by system"
      meta="all time, and what each source cannot know"
      className="mt-5 border-line border-t"
      actions={data ? <span className="text-3">price table: {data.priceTable.version}</span> : null}
    >
      {data ? (
        <TrustTable trust={data} />
      ) : error ? (
        <QueryError what="what was recorded" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonTable label="Everything recorded, by system" columns={HEADS} rows={3} edge />
      )}
    </Section>
  )
}

function TrustTable({ trust: { systems, totals, priceTable } }: { trust: TokenTrust }) {
  return (
    <Table label="Everything recorded, by system" edge className="max-md:block">
      <thead className="max-md:sr-only">
        <tr>
          {HEADS.map(({ header, numeric = false, className = '' }) => (
            <Th key={header} numeric={numeric} className={className}>
              {header}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody className={LABELLED_BODY}>
        {systems.map((system) => (
          <SystemRow key={system.system} trust={system} priceTable={priceTable.version} />
        ))}
        <Tr className={cx(LABELLED_ROW, 'font-semibold')}>
          <Td className={cx(LABELLED_CELL, 'max-md:col-span-2')}>All systems</Td>
          <Td className="max-md:hidden" />
          <Amounts sums={totals} />
          <Td className="pl-5 font-normal text-2 max-md:hidden">
            {tokenBounds(totals).length > 0 || totals.costIsLowerBound
              ? 'lower bounds, for the reasons above'
              : 'complete'}
          </Td>
        </Tr>
      </tbody>
    </Table>
  )
}

function SystemRow({ trust, priceTable }: { trust: SystemTrust; priceTable: string }) {
  return (
    <Tr className={LABELLED_ROW}>
      <Td className={cx(LABELLED_CELL, 'max-md:col-span-2')}>
        <bdi>{plainText(trust.system, 60)}</bdi>
      </Td>
      <Td className={cx('text-2 max-md:col-span-2', LABELLED_CELL)}>{recordWords(trust)}</Td>
      <Amounts sums={trust} />
      <Td wrap className={cx('pl-5 text-2 max-md:col-span-2', LABELLED_CELL)}>
        <ul className="grid gap-0.5">
          {trustNotes(trust, priceTable).map(({ tone, text }) => (
            <li key={text} className="flex items-baseline gap-1.5">
              <ToneShape tone={tone} />
              <span className="min-w-0 wrap-anywhere">{plainText(text, 600)}</span>
            </li>
          ))}
        </ul>
      </Td>
    </Tr>
  )
}

function Amounts({ sums }: { sums: TokenTrust['totals'] }) {
  const bounds = tokenBounds(sums)
  return (
    <>
      <Td numeric data-label="tokens" className={LABELLED_CELL}>
        {sums.usage.total === null ? (
          <NotRecorded reason="this system records no tokens" />
        ) : (
          <Quantity
            parts={{ value: formatInteger(sums.usage.total), unit: '' }}
            lowerBound={bounds.length > 0}
            title={bounds.length > 0 ? `at least: ${bounds.join('; ')}` : ''}
          />
        )}
      </Td>
      <Td numeric data-label="cost" className={cx('max-md:col-span-2', LABELLED_CELL)}>
        <CostCell sums={sums} />
      </Td>
    </>
  )
}
