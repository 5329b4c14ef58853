'use client'

import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { accountHref, ask, TOKEN_FILTERS, type TokensAddress, tokensHref } from '@/lib/tokens/filters'
import { type TokenView, VIEW_BUCKETS, VIEW_DIMENSIONS, VIEW_MEASURES } from '@/lib/tokens/view-schema'
import { parseWindow } from '@/lib/tokens/window'
import { daysWords, FILTER_WORDS, windowDays } from '@/lib/tokens/words'
import { AddTokenFilter } from './add-token-filter'
import { Choice } from './choice'
import { WindowPick } from './window-pick'
import { ZonePick } from './zone-pick'

interface TokenSentenceProps {
  address: TokensAddress
  fleet: Fleet
  view: TokenView | undefined
}

/** The question as a sentence whose words are choices, the filters, and the ways out of the page. */
export function TokenSentence({ address, fleet, view }: TokenSentenceProps) {
  const { input } = address
  const to = (change: Parameters<typeof ask>[1]) => tokensHref(ask(address, change), fleet)
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-4 pb-3">
      <p className="text-16 text-2 leading-7">
        <Choice label="What is counted" shown={input.measure === 'tokens' ? 'Tokens' : 'Cost'}>
          {VIEW_MEASURES.map((measure) => ({
            label: measure,
            href: to({ measure }),
            checked: measure === input.measure,
          }))}
        </Choice>{' '}
        per{' '}
        <Choice label="One bar is" shown={input.per ?? view?.bucket ?? 'day'}>
          {VIEW_BUCKETS.map((per) => ({ label: per, href: to({ per }), checked: per === (input.per ?? view?.bucket) }))}
        </Choice>{' '}
        by{' '}
        <Choice label="Grouped by" shown={input.by}>
          {VIEW_DIMENSIONS.map((by) => ({ label: by, href: to({ by }), checked: by === input.by }))}
        </Choice>{' '}
        over <WindowPick address={address} fleet={fleet} view={view} /> against{' '}
        <Choice label="Compared with" shown={beforeText(address, view)}>
          {(['before', 'nothing'] as const).map((against) => ({
            label: against === 'before' ? 'the days before' : 'nothing',
            href: to({ against }),
            checked: against === input.against,
          }))}
        </Choice>
        , days in <ZonePick address={address} fleet={fleet} />
      </p>
      <Filters address={address} fleet={fleet} />
      <AddTokenFilter address={address} fleet={fleet} view={view} />
      <span className="ml-auto flex flex-wrap gap-2 max-md:ml-0">
        <Link
          href={tokensHref({ ...address, asTable: !address.asTable }, fleet)}
          scroll={false}
          className={buttonClass({ size: 'sm' })}
        >
          {address.asTable ? 'View as chart' : 'View as table'}
        </Link>
        {view?.hasUsage ? (
          <>
            <a href={accountHref(input, view.window, fleet, 'csv')} download className={buttonClass({ size: 'sm' })}>
              CSV
            </a>
            <a href={accountHref(input, view.window, fleet)} className={buttonClass({ size: 'sm' })}>
              JSON
            </a>
          </>
        ) : null}
      </span>
    </div>
  )
}

function beforeText({ input }: TokensAddress, view: TokenView | undefined): string {
  if (input.against === 'nothing') return 'nothing'
  const asked = parseWindow(input.window)
  const days = view ? windowDays(view.window) : asked && 'days' in asked ? asked.days : 0
  return days === 0 ? 'the days before' : `the ${daysWords(days)} before`
}

function Filters({ address, fleet }: { address: TokensAddress; fleet: Fleet }) {
  return TOKEN_FILTERS.map((key) => {
    const value = address.input[key]
    if (value === undefined) return null
    return (
      <Chip
        key={key}
        removeHref={tokensHref(ask(address, { [key]: undefined }), fleet)}
        removeLabel={`Remove the filter ${FILTER_WORDS[key]} ${plainText(value, 60)}`}
      >
        {FILTER_WORDS[key]} <b>{plainText(value, 60)}</b>
      </Chip>
    )
  })
}
