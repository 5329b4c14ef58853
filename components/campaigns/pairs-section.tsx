'use client'

import Link from 'next/link'
import { ListFooter } from '@/components/lists/list-footer'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LABELLED_BODY } from '@/components/ui/labelled-row'
import { Section } from '@/components/ui/section'
import { Table, Th } from '@/components/ui/table'
import type { PairFilters } from '@/lib/campaigns/addresses'
import type { CampaignDetail } from '@/lib/campaigns/schema'
import { STATE_WORDS } from '@/lib/campaigns/words'
import type { Fleet } from '@/lib/http/wire'
import type { ListAddress, ListView } from '@/lib/lists/list-address'
import { formatInteger } from '@/lib/time/format-quantity'
import { PairRow } from './pair-row'

export const PAIR_HEADS = [
  { header: 'Original' },
  { header: 'Failed by' },
  { header: 'Tokens', numeric: true },
  { header: 'Replay' },
  { header: 'State' },
  { header: 'Replay tokens', numeric: true },
  { header: 'Comparison' },
] as const

const PAGE_SIZES = [50, 200]

interface PairsSectionProps {
  campaign: CampaignDetail
  address: ListAddress<PairFilters>
  view: ListView<PairFilters>
  fleet: Fleet
}

/** Each original with what came of it. */
export function PairsSection({ campaign: { pairList: page }, address, view, fleet }: PairsSectionProps) {
  const { state } = view.filters
  const all = address.href({ filters: address.reset(view.filters) }, fleet)
  return (
    <Section
      title="Pairs"
      count={formatInteger(page.total ?? page.items.length)}
      meta={state === undefined ? 'originals and their replays' : `only: ${STATE_WORDS[state].label}`}
      actions={state === undefined ? null : <Link href={all}>Show all</Link>}
    >
      {page.items.length === 0 ? (
        <EmptyState
          kind="nothing-matches"
          title="No pair is in this state"
          actions={
            <Link href={all} className={buttonClass()}>
              Show all
            </Link>
          }
        />
      ) : (
        <>
          <Table label="Pairs" edge className="max-md:block">
            <thead className="max-md:hidden">
              <tr>
                {PAIR_HEADS.map((head) => (
                  <Th key={head.header} numeric={'numeric' in head}>
                    {head.header}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody className={LABELLED_BODY}>
              {page.items.map((pair) => (
                <PairRow key={pair.originalId} pair={pair} fleet={fleet} />
              ))}
            </tbody>
          </Table>
          <ListFooter address={address} view={view} fleet={fleet} page={page} sizes={PAGE_SIZES} keys={[]} />
        </>
      )}
    </Section>
  )
}
