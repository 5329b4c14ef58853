'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import type { FilterChip } from '@/lib/lists/filter-chips'
import type { Arranged, ListAddress } from '@/lib/lists/list-address'

interface FilterBarProps<Filters extends Arranged> {
  address: ListAddress<Filters>
  filters: Filters
  fleet: Fleet
  chips: readonly FilterChip<Filters>[]
  /** Ways to add a filter. */
  children?: ReactNode
  /** At the right: the ways to take the list along. */
  actions: ReactNode
}

/** What narrows a list that has nothing to search for: each part removable. */
export function FilterBar<Filters extends Arranged>(props: FilterBarProps<Filters>) {
  const { address, filters, fleet, chips, children, actions } = props
  return (
    <div role="toolbar" aria-label="Filters" className="flex min-h-10 flex-wrap items-center gap-2 py-2">
      {chips.map(({ key, label, value, without }) => (
        <Chip
          key={key}
          removeHref={address.href({ filters: without }, fleet)}
          removeLabel={`Remove the filter ${label} ${plainText(value, 60)}`}
        >
          {label} <b>{plainText(value, 80)}</b>
        </Chip>
      ))}
      {children}
      {chips.length > 0 ? (
        <Link
          href={address.href({ filters: address.reset(filters) }, fleet)}
          scroll={false}
          className={buttonClass({ look: 'ghost', size: 'sm' })}
        >
          Reset
        </Link>
      ) : null}
      <span className="ml-auto flex items-center gap-2 max-md:ml-0">{actions}</span>
    </div>
  )
}
