'use client'

import Link from 'next/link'
import { useState } from 'react'
import { FILL_BACKGROUND } from '@/components/charts/fills'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import { ask, filterOf, type TokensAddress, tokensHref } from '@/lib/tokens/filters'
import type { TokenView, TokenViewRow } from '@/lib/tokens/view-schema'
import { changeWords, DIMENSION_WORDS, daysWords, shareWords, tokenBounds, wholeAmount } from '@/lib/tokens/words'
import { SERIES_FILLS } from './compared-model'
import { CostCell } from './cost-cell'
import { NARROW_BODY, NARROW_CELL, NARROW_ROW } from './narrow-row'

interface TokenTableProps {
  view: TokenView
  address: TokensAddress
  fleet: Fleet
}

const ROWS_FIRST = 20

/** One row per model, system, …: amount, share, the window before, events and cost. */
export function TokenTable({ view, address, fleet }: TokenTableProps) {
  const { by, measure } = address.input
  const { rows, rowsTotal, totals, before, days, priceTable } = view
  const largest = Math.max(0, ...rows.map((row) => amountOf(row, measure) ?? 0))
  const [all, setAll] = useState(false)
  const shown = all ? rows : rows.slice(0, ROWS_FIRST)
  const earlier = `${daysWords(days.length)} before`
  return (
    <Section title={`By ${by}`} meta={`cost by ${priceTable.version}`} className="border-t-0! pt-0!">
      <Table label={`${measure} by ${by}`} edge className="max-md:block">
        <thead className="max-md:sr-only">
          <tr>
            <Th>{DIMENSION_WORDS[by].head}</Th>
            <Th numeric sorted={measure === 'tokens' ? 'descending' : undefined}>
              Tokens
            </Th>
            <Th className="pl-5">Share of {measure}</Th>
            {before ? <Th numeric>{earlier}</Th> : null}
            {before ? <Th numeric>Change</Th> : null}
            <Th numeric>Events</Th>
            <Th numeric sorted={measure === 'cost' ? 'descending' : undefined}>
              Cost
            </Th>
          </tr>
        </thead>
        <tbody className={NARROW_BODY}>
          {shown.map((row) => (
            <Tr key={row.key === null ? 'none' : `is ${row.key}`} data-key={row.key ?? ''} className={NARROW_ROW}>
              <Td className={cx(NARROW_CELL, 'max-md:col-span-2')}>
                <RowName row={row} address={address} fleet={fleet} />
              </Td>
              <Amounts row={row} view={view} address={address} largest={largest} earlier={earlier} />
            </Tr>
          ))}
          <Tr className={cx(NARROW_ROW, 'font-semibold')}>
            <Td className={cx(NARROW_CELL, 'max-md:col-span-2')}>{DIMENSION_WORDS[by].all}</Td>
            <Amounts row={totals} view={view} address={address} largest={0} earlier={earlier} />
          </Tr>
        </tbody>
      </Table>
      {rows.length > shown.length ? (
        <Button size="sm" className="mt-2" onClick={() => setAll(true)}>
          Show {rowsTotal > rows.length ? `the ${rows.length} largest` : `all ${rows.length}`}
        </Button>
      ) : null}
      {rowsTotal > rows.length ? (
        <p className="pt-2 text-12 text-3">
          The {formatInteger(rows.length)} largest of {formatInteger(rowsTotal)} {DIMENSION_WORDS[by].plural}; CSV, JSON
          and <code className="font-mono">pitwall tokens --by {by}</code> give all.
        </p>
      ) : null}
    </Section>
  )
}

type Sums = TokenView['totals']
const amountOf = (row: Sums, measure: 'tokens' | 'cost') => (measure === 'tokens' ? row.usage.total : row.costMicroUsd)

interface AmountsProps {
  row: Sums & Partial<TokenViewRow>
  view: TokenView
  address: TokensAddress
  largest: number
  earlier: string
}

function Amounts({ row, view, address, largest, earlier }: AmountsProps) {
  const { measure } = address.input
  const amount = amountOf(row, measure)
  const all = amountOf(view.totals, measure)
  const bounds = tokenBounds(row)
  const change = changeWords(amount, row.before)
  const gone = row.events === 0 ? 'no events in this window' : 'not recorded'
  return (
    <>
      <Td numeric data-label="tokens" className={NARROW_CELL}>
        {row.usage.total === null ? (
          <NotRecorded reason={gone} />
        ) : (
          <Quantity
            parts={{ value: formatInteger(row.usage.total), unit: '' }}
            lowerBound={bounds.length > 0}
            title={bounds.length > 0 ? `at least: ${bounds.join('; ')}` : ''}
          />
        )}
      </Td>
      <Td className="pl-5 max-md:hidden">
        {row.key !== undefined && amount !== null && all ? (
          <Share share={amount / all} length={largest > 0 ? amount / largest : 0} series={row.series ?? null} />
        ) : row.key === undefined ? null : (
          <NotRecorded reason={gone} />
        )}
      </Td>
      {view.before ? (
        <>
          <Td numeric className="font-normal text-2 max-md:hidden">
            {row.before === null ? (
              <NotRecorded reason={row.beforeEvents === 0 ? `no events in the ${earlier}` : 'not recorded'} />
            ) : (
              wholeAmount(measure)(row.before)
            )}
          </Td>
          <Td numeric data-label="change" className={cx('text-2', NARROW_CELL)}>
            {change ?? <NotRecorded reason="nothing to compare" />}
          </Td>
        </>
      ) : null}
      <Td numeric className="text-2 max-md:hidden">
        <Num value={row.events} />
      </Td>
      <Td numeric data-label="cost" className={cx('max-md:col-span-2', NARROW_CELL)}>
        <CostCell sums={row} />
      </Td>
    </>
  )
}

function Share({ share, length, series }: { share: number; length: number; series: number | null }) {
  const fill = (series === null ? undefined : SERIES_FILLS[series]) ?? 's-other'
  return (
    <span className="flex items-center gap-2.5">
      <span aria-hidden="true" className="block h-2.5 w-30 flex-none">
        <i
          className={cx('block h-full rounded-[1px]', FILL_BACKGROUND[fill])}
          style={{ width: `max(1px, ${Math.min(1, Math.max(0, length)) * 100}%)` }}
        />
      </span>
      <span className="text-2">{shareWords(share)}</span>
    </span>
  )
}

function RowName({ row, address, fleet }: { row: TokenViewRow; address: TokensAddress; fleet: Fleet }) {
  const { by } = address.input
  const fill = row.series === null ? undefined : SERIES_FILLS[row.series]
  const field = filterOf(by)
  const isSet = row.key !== null && address.input[field] === row.key
  const swatch = fill ? FILL_BACKGROUND[fill] : row.events > 0 ? FILL_BACKGROUND['s-other'] : 'invisible'
  return (
    <span className="flex min-w-0 items-center gap-2">
      <i aria-hidden="true" className={cx('size-2.5 flex-none rounded-[2px]', swatch)} />
      {row.key === null ? (
        <span className="text-3">not recorded</span>
      ) : (
        <Link
          href={tokensHref(ask(address, { [field]: isSet ? undefined : row.key }), fleet)}
          scroll={false}
          title={`${isSet ? 'Remove the filter' : 'Only'} ${plainText(row.key, 300)}`}
          className={cx('min-w-0 max-w-72 truncate hover:underline', by === 'session' ? '' : 'font-mono text-12')}
        >
          <bdi>{plainText(row.label, 120)}</bdi>
        </Link>
      )}
      {by === 'session' && row.key !== null ? (
        <MiddleTruncate text={row.key} max={28} copy={false} className="text-3 max-md:hidden" />
      ) : null}
      {by === 'session' && row.key !== null ? (
        <Link href={paths.session(row.key, fleet)} className="text-12 text-accent hover:underline">
          transcript
          <span className="sr-only"> of {plainText(row.label, 60)}</span>
        </Link>
      ) : null}
    </span>
  )
}
