'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { Fragment, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { LABELLED_BODY, LABELLED_CELL, LABELLED_ROW } from '@/components/ui/labelled-row'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import { formatInteger } from '@/lib/time/format-quantity'
import { ask, rowDimensions, type TokensAddress, tokensHref } from '@/lib/tokens/filters'
import { tokenPairsQuery } from '@/lib/tokens/queries'
import { type TokenView, type TokenViewRow, VIEW_DIMENSIONS, type ViewDimension } from '@/lib/tokens/view-schema'
import { DIMENSION_WORDS, daysWords, windowDays } from '@/lib/tokens/words'
import { Choice } from './choice'
import { PairRows } from './pair-rows'
import { Amounts, amountOf, RowName, rowEventsHref } from './token-row'

interface TokenTableProps {
  view: TokenView
  address: TokensAddress
  fleet: Fleet
}

const ROWS_FIRST = 20
const idOf = ({ key }: TokenViewRow) => (key === null ? 'none' : `is ${key}`)

/** One row per model, system, …: amount, share, the window before, events and cost; each taken apart once more on demand. */
export function TokenTable({ view, address, fleet }: TokenTableProps) {
  const { by, measure } = address.input
  const { rows, totals, priceTable } = view
  const [, then = null] = rowDimensions(address.input)
  const largest = Math.max(0, ...rows.map((row) => amountOf(row, measure) ?? 0))
  const [all, setAll] = useState(false)
  const shown = all ? rows : rows.slice(0, ROWS_FIRST)
  const earlier = `${daysWords(windowDays(view.window))} before`
  const { open, toggle, partsOf, isPart } = useParts(view, address, fleet)
  const router = useRouter()
  const byId = new Map(shown.map((row) => [idOf(row), row]))
  const { rowProps } = useListKeys({
    ids: [...byId.keys()],
    onOpen: (id) => router.push(rowEventsHref(byId.get(id) ?? null, view, address, fleet)),
    ...(then === null ? {} : { onToggle: toggle }),
  })
  const amounts = { view, address, earlier }
  return (
    <Section
      title={then === null ? `By ${by}` : `By ${by}, then ${then}`}
      meta={`cost by ${priceTable.version}`}
      className="border-t-0! pt-0!"
      actions={<PartsPick address={address} fleet={fleet} />}
    >
      <Table label={`${measure} by ${by}`} edge className="max-md:block">
        <TableHead view={view} address={address} earlier={earlier} />
        <tbody className={LABELLED_BODY}>
          {shown.map((row) => (
            <Fragment key={idOf(row)}>
              <Tr {...rowProps(idOf(row))} data-key={row.key ?? ''} className={LABELLED_ROW}>
                <Td className={cx(LABELLED_CELL, 'max-md:col-span-2')}>
                  <RowName
                    row={row}
                    address={address}
                    fleet={fleet}
                    isOpen={then !== null && row.events > 0 ? open.has(idOf(row)) : null}
                    onToggle={() => toggle(idOf(row))}
                  />
                </Td>
                <Amounts {...amounts} row={row} largest={largest} href={rowEventsHref(row, view, address, fleet)} />
              </Tr>
              {then !== null && open.has(idOf(row)) ? (
                <PairRows
                  of={{ key: row.key, amount: amountOf(row, measure) }}
                  rows={partsOf(row)}
                  then={then}
                  view={view}
                  address={address}
                  fleet={fleet}
                />
              ) : null}
            </Fragment>
          ))}
          <Tr className={cx(LABELLED_ROW, 'font-semibold')}>
            <Td className={cx(LABELLED_CELL, 'max-md:col-span-2')}>{DIMENSION_WORDS[by].all}</Td>
            <Amounts {...amounts} row={totals} largest={0} href={rowEventsHref(null, view, address, fleet)} />
          </Tr>
        </tbody>
      </Table>
      {isPart ? <p className="pt-2 text-12 text-3">The 500 largest parts are listed; CSV gives all.</p> : null}
      <More view={view} address={address} shown={shown.length} onAll={() => setAll(true)} />
    </Section>
  )
}

/** The second dimension, by which each row can be taken apart. */
function PartsPick({ address, fleet }: Pick<TokenTableProps, 'address' | 'fleet'>) {
  const [by, then] = rowDimensions(address.input)
  const to = (parts: ViewDimension | undefined) => tokensHref(ask(address, { parts }), fleet)
  return (
    <span className="text-13 text-2">
      rows taken apart by{' '}
      <Choice label="Taken apart by" shown={then ?? 'nothing'}>
        {[
          { label: 'nothing', href: to(undefined), checked: then === undefined },
          ...VIEW_DIMENSIONS.filter((each) => each !== by).map((each) => ({
            label: each,
            href: to(each),
            checked: each === then,
          })),
        ]}
      </Choice>
    </span>
  )
}

/** Which rows are taken apart, and into what. */
function useParts(view: TokenView, address: TokensAddress, fleet: Fleet) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const { data } = useQuery(tokenPairsQuery(address.input, view.window, fleet))
  return {
    open,
    toggle: (id: string) =>
      setOpen((all) => new Set(all.has(id) ? [...all].filter((each) => each !== id) : [...all, id])),
    partsOf: (row: TokenViewRow) => (data?.rows ?? []).filter(({ keys }) => (keys[0] ?? null) === row.key),
    isPart: data != null && data.nextCursor !== null,
  }
}

function TableHead({ view, address, earlier }: Pick<TokenTableProps, 'view' | 'address'> & { earlier: string }) {
  const { by, measure } = address.input
  return (
    <thead className="max-md:sr-only">
      <tr>
        <Th>{DIMENSION_WORDS[by].head}</Th>
        <Th numeric sorted={measure === 'tokens' ? 'descending' : undefined}>
          Tokens
        </Th>
        <Th className="pl-5">Share of {measure}</Th>
        {view.before ? <Th numeric>{earlier}</Th> : null}
        {view.before ? <Th numeric>Change</Th> : null}
        <Th numeric>Events</Th>
        <Th numeric sorted={measure === 'cost' ? 'descending' : undefined}>
          Cost
        </Th>
      </tr>
    </thead>
  )
}

interface MoreProps extends Pick<TokenTableProps, 'view' | 'address'> {
  shown: number
  onAll: () => void
}

function More({ view: { rows, rowsTotal }, address, shown, onAll }: MoreProps) {
  const { by } = address.input
  return (
    <>
      {rows.length > shown ? (
        <Button size="sm" className="mt-2" onClick={onAll}>
          Show {rowsTotal > rows.length ? `the ${rows.length} largest` : `all ${rows.length}`}
        </Button>
      ) : null}
      {rowsTotal > rows.length ? (
        <p className="pt-2 text-12 text-3">
          The {formatInteger(rows.length)} largest of {formatInteger(rowsTotal)} {DIMENSION_WORDS[by].plural}; CSV, JSON
          and <code className="font-mono">pitwall tokens --by {by}</code> give all.
        </p>
      ) : null}
    </>
  )
}
