'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { ComparedBars } from '@/components/charts/compared-bars'
import { FILL_BACKGROUND } from '@/components/charts/fills'
import { cx } from '@/components/ui/cx'
import { LowerBound } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { plainText } from '@/components/ui/visible-text'
import type { ComparedModel } from '@/lib/charts/compared-bars'
import { tickText } from '@/lib/charts/ticks'
import type { Fleet } from '@/lib/http/wire'
import { formatMoney } from '@/lib/time/format-quantity'
import { ask, eventsHref, filterOf, narrowed, type TokensAddress, tokensHref } from '@/lib/tokens/filters'
import { addDays, LocalDays } from '@/lib/tokens/local-day'
import type { TokenView } from '@/lib/tokens/view-schema'
import {
  costBounds,
  DIMENSION_WORDS,
  daysWords,
  eventWords,
  shortAmount,
  summaryWords,
  tokenBounds,
  wholeAmount,
  windowDays,
} from '@/lib/tokens/words'
import { comparedModel } from './compared-model'
import { DayDetail } from './day-detail'
import { DayTable } from './day-table'
import { TotalsLine } from './totals-line'

interface TokenChartProps {
  view: TokenView
  address: TokensAddress
  fleet: Fleet
}

/** Sum, change and peak in words, then the days as bars or as a table. */
export function TokenChart({ view, address, fleet }: TokenChartProps) {
  const router = useRouter()
  const { measure, by } = address.input
  const { totals, days } = view
  const model = comparedModel(view, by)
  const amount = measure === 'tokens' ? totals.usage.total : totals.costMicroUsd
  const bounds = measure === 'tokens' ? tokenBounds(totals) : costBounds(totals)
  const summary = summaryWords(view, measure)
  const go = (next: TokensAddress) => router.push(tokensHref(next, fleet), { scroll: false })
  return (
    <Section
      title={
        amount === null
          ? measure === 'tokens'
            ? 'Tokens not recorded'
            : 'Cost not known'
          : wholeAmount(measure)(amount) + (measure === 'tokens' ? ' tokens' : '')
      }
      before={amount !== null && bounds.length > 0 ? <LowerBound /> : null}
      meta={summary}
      className="pt-3!"
      actions={
        <>
          <Widen address={address} fleet={fleet} />
          <Link
            href={eventsHref(address.input, { window: view.window }, fleet)}
            prefetch={false}
            className="text-accent hover:underline"
          >
            {eventWords(totals.events)}
          </Link>
        </>
      }
    >
      <TotalsLine totals={totals} />
      {bounds.length > 0 ? <p className="-mt-1 mb-2 text-12 text-2">At least: {bounds.join('; ')}.</p> : null}
      <Untimed view={view} address={address} fleet={fleet} />
      {address.asTable ? (
        <DayTable
          view={view}
          model={model}
          measure={measure}
          tz={address.input.tz}
          hrefOf={(slot) => slotEventsHref(slot, address, fleet)}
        />
      ) : (
        <>
          <Legend view={view} model={model} address={address} fleet={fleet} />
          <ComparedBars
            name={`${measure === 'tokens' ? 'Tokens' : 'Cost'} per ${view.bucket} by ${by}, ${summary}`}
            model={model}
            format={shortAmount(measure)}
            tick={measure === 'tokens' ? tickText : formatMoney}
            about={(index) => (
              <DayDetail model={model} index={index} format={wholeAmount(measure)} tz={address.input.tz} />
            )}
            slot={view.bucket}
            onOpen={(index) => {
              const slot = days[index]
              if (slot) router.push(slotEventsHref(slot, address, fleet))
            }}
            onNarrow={(first, last) => {
              const [from, to] = [days[first]?.day, days[last]?.last]
              if (from && to) go(narrowed(address, `${from}..${to}`))
            }}
            onWiden={() => address.wide && go(ask(address, { window: address.wide }))}
          />
        </>
      )}
    </Section>
  )
}

/** The events of one bar. */
function slotEventsHref(slot: { day: string; last: string }, { input }: TokensAddress, fleet: Fleet): string {
  const zone = new LocalDays(input.tz)
  const window = { from: zone.startOf(slot.day), to: zone.startOf(addDays(slot.last, 1)) }
  return eventsHref(input, { window }, fleet)
}

/** What has no time stands in no bar and in no window. */
function Untimed({ view: { untimed }, address, fleet }: TokenChartProps) {
  if (untimed.events === 0) return null
  return (
    <p className="-mt-1 mb-2 text-12 text-2">
      Time not recorded:{' '}
      <Link
        href={eventsHref(address.input, { window: null, untimed: true }, fleet)}
        prefetch={false}
        className="text-accent hover:underline"
      >
        {eventWords(untimed.events)}
      </Link>
      {untimed.tokens === null ? '' : `, ${wholeAmount('tokens')(untimed.tokens)} tokens`}, in no bar and no window;
      counted in everything recorded, below.
    </p>
  )
}

function Widen({ address, fleet }: { address: TokensAddress; fleet: Fleet }) {
  if (address.wide === null) return null
  return (
    <Link
      href={tokensHref(ask(address, { window: address.wide }), fleet)}
      scroll={false}
      className="text-accent hover:underline"
    >
      Back to the whole window
    </Link>
  )
}

function Legend({ view, model, address, fleet }: TokenChartProps & { model: ComparedModel }) {
  const field = filterOf(address.input.by)
  const doubt = model.slots.some(({ isLowerBound, total }) => isLowerBound && total !== null)
  return (
    <div className="mb-2 flex min-h-4 flex-wrap gap-x-4 gap-y-1 text-12 text-2">
      {model.series.map(({ key, label, fill }, index) => {
        const value = view.series[index]?.key
        const isSet = value !== undefined && field !== null && address.input[field] === value
        const name = (
          <>
            <i aria-hidden="true" className={cx('size-2.5 flex-none rounded-[2px]', FILL_BACKGROUND[fill])} />
            <bdi className="max-w-60 truncate">{plainText(label, 60)}</bdi>
          </>
        )
        if (value === undefined || field === null) {
          return (
            <span key={key} className="inline-flex items-center gap-1.5">
              {name}
            </span>
          )
        }
        return (
          <Link
            key={key}
            href={tokensHref(ask(address, { [field]: isSet ? undefined : value }), fleet)}
            scroll={false}
            title={isSet ? `Show all ${DIMENSION_WORDS[address.input.by].plural}` : `Only ${plainText(label, 60)}`}
            className="inline-flex min-w-0 items-center gap-1.5 hover:underline"
          >
            {name}
          </Link>
        )
      })}
      {view.before && model.slots.some(({ before }) => before !== null) ? (
        <span className="inline-flex items-center gap-1.5">
          <i aria-hidden="true" className="size-2.5 flex-none border border-line-strong border-dashed" />
          {daysWords(windowDays(view.window))} earlier
        </span>
      ) : null}
      {doubt ? <span className="text-3">dashed cap: at least this much</span> : null}
      {model.slots.some(({ filling, total }) => filling && total !== null) ? (
        <span className="text-3">dashed bar: today, still filling</span>
      ) : null}
    </div>
  )
}
