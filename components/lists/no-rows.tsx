'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import type { FilterChip } from '@/lib/lists/filter-chips'
import type { Arranged, ListAddress } from '@/lib/lists/list-address'
import { paths } from '@/lib/paths'

interface NoRowsProps<Filters extends Arranged> {
  address: ListAddress<Filters>
  filters: Filters & { q?: string | undefined }
  fleet: Fleet
  /** One row in a word: "run". */
  what: string
  tab: { id: string; label: string }
  chips: readonly FilterChip<Filters>[]
  /** The good news when nothing but this tab narrows the list. */
  allClear?: { tab: string; title: string; about: string }
  /** What fills the list, where it is empty as a whole. */
  children: ReactNode
}

/** Nothing yet, nothing left to do, nothing that matches, nothing after this page: four different sentences. */
export function NoRows<Filters extends Arranged>(props: NoRowsProps<Filters>) {
  const { address, filters, fleet, what, tab, chips, allClear, children } = props
  if (address.isFiltered(filters)) {
    const words = [
      ...(tab.id === 'all' ? [] : [`view ${tab.label}`]),
      ...(filters.q ? [`text “${plainText(filters.q, 80)}”`] : []),
      ...chips.map(({ label, value }) => `${label} ${plainText(value, 80)}`),
    ]
    const reset = (
      <Link
        href={address.href({ filters: address.reset(filters) }, fleet)}
        className={buttonClass({ look: 'primary' })}
      >
        Reset
      </Link>
    )
    return tab.id === allClear?.tab && words.length === 1 ? (
      <EmptyState kind="all-clear" title={allClear.title} actions={reset}>
        <p>{allClear.about}</p>
      </EmptyState>
    ) : (
      <EmptyState kind="nothing-matches" title={`No ${what} matches`} actions={reset}>
        <p>{words.join(' · ')}</p>
      </EmptyState>
    )
  }
  if (filters.cursor !== undefined) {
    const first = (
      <Link href={address.href({ filters: address.firstPage(filters) }, fleet)} className={buttonClass()}>
        First page
      </Link>
    )
    return <EmptyState kind="nothing-matches" title={`No ${what} after this place`} actions={first} />
  }
  const sources = (
    <Link href={paths.sources(fleet)} className={buttonClass()}>
      Sources
    </Link>
  )
  return (
    <EmptyState kind="nothing-yet" title={`No ${what}s yet`} actions={sources}>
      {children}
    </EmptyState>
  )
}
