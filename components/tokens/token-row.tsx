import Link from 'next/link'
import { FILL_BACKGROUND } from '@/components/charts/fills'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { LABELLED_CELL } from '@/components/ui/labelled-row'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { Td } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import { ask, eventsHref, filterOf, type TokensAddress, tokensHref } from '@/lib/tokens/filters'
import type { TokenView, TokenViewRow } from '@/lib/tokens/view-schema'
import { changeWords, shareWords, tokenBounds, wholeAmount } from '@/lib/tokens/words'
import { SERIES_FILLS } from './compared-model'
import { CostCell } from './cost-cell'

type Sums = TokenView['totals']
export const amountOf = (row: Sums, measure: 'tokens' | 'cost') =>
  measure === 'tokens' ? row.usage.total : row.costMicroUsd

interface AmountsProps {
  row: Sums & Partial<TokenViewRow>
  /** The events behind the numbers. */
  href: string
  view: TokenView
  address: TokensAddress
  largest: number
  earlier: string
}

export function Amounts({ row, href, view, address, largest, earlier }: AmountsProps) {
  const { measure } = address.input
  const amount = amountOf(row, measure)
  const all = amountOf(view.totals, measure)
  const bounds = tokenBounds(row)
  const change = changeWords(amount, row.before)
  const gone = row.events === 0 ? 'no events in this window' : 'not recorded'
  return (
    <>
      <Td numeric data-label="tokens" className={LABELLED_CELL}>
        {row.usage.total === null ? (
          <NotRecorded reason={gone} />
        ) : (
          <Link href={href} prefetch={false} className="hover:underline">
            <Quantity
              parts={{ value: formatInteger(row.usage.total), unit: '' }}
              lowerBound={bounds.length > 0}
              title={bounds.length > 0 ? `at least: ${bounds.join('; ')}` : 'The events behind this number'}
            />
          </Link>
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
          <Td numeric data-label="change" className={cx('text-2', LABELLED_CELL)}>
            {change ?? <NotRecorded reason="nothing to compare" />}
          </Td>
        </>
      ) : null}
      <Td numeric className="text-2 max-md:hidden">
        <Num value={row.events} />
      </Td>
      <Td numeric data-label="cost" className={cx('max-md:col-span-2', LABELLED_CELL)}>
        {address.input.by === 'class' && row.key !== undefined ? (
          <NotRecorded reason="a cost belongs to an event, not to one class" />
        ) : (
          <CostCell sums={row} />
        )}
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

interface RowNameProps {
  row: TokenViewRow
  address: TokensAddress
  fleet: Fleet
  /** Whether its parts are shown; null: it has none. */
  isOpen: boolean | null
  onToggle: () => void
}

export function RowName({ row, address, fleet, isOpen, onToggle }: RowNameProps) {
  const { by } = address.input
  const fill = row.series === null ? undefined : SERIES_FILLS[row.series]
  const swatch = fill ? FILL_BACKGROUND[fill] : row.events > 0 ? FILL_BACKGROUND['s-other'] : 'invisible'
  return (
    <span className="flex min-w-0 items-center gap-2">
      {isOpen === null ? null : (
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={`Parts of ${plainText(row.label, 60)}`}
          onClick={onToggle}
          className="-ml-1 inline-flex size-6 flex-none items-center justify-center rounded-sm text-3 hover:text-1"
        >
          <Icon name="chevron-down" className={cx('size-3', !isOpen && '-rotate-90')} />
        </button>
      )}
      <i aria-hidden="true" className={cx('size-2.5 flex-none rounded-[2px]', swatch)} />
      <Name row={row} address={address} fleet={fleet} />
      {by === 'session' && row.key !== null ? (
        <MiddleTruncate text={row.key} max={14} copy={false} className="text-3 max-xl:hidden" />
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

/** A name narrows the page to itself; a class cannot, so it leads to the events that know it. */
function Name({ row, address, fleet }: Pick<RowNameProps, 'row' | 'address' | 'fleet'>) {
  const { by } = address.input
  const field = filterOf(by)
  if (row.key === null) return <span className="text-3">not recorded</span>
  if (field === null) return <span>{row.label}</span>
  const isSet = address.input[field] === row.key
  return (
    <Link
      href={tokensHref(ask(address, { [field]: isSet ? undefined : row.key }), fleet)}
      scroll={false}
      title={`${isSet ? 'Remove the filter' : 'Only'} ${plainText(row.key, 300)}`}
      className={cx('min-w-0 truncate hover:underline', by === 'session' ? 'max-w-52' : 'max-w-72 font-mono text-12')}
    >
      <bdi>{plainText(row.label, 120)}</bdi>
    </Link>
  )
}

/** The events behind one row, or behind all of them. */
export function rowEventsHref(row: TokenViewRow | null, view: TokenView, address: TokensAddress, fleet: Fleet): string {
  const { input } = address
  return eventsHref(input, { window: view.window, ...(row === null ? {} : { keys: [[input.by, row.key]] }) }, fleet)
}
