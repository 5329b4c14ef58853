'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { SearchBox } from '@/components/ui/search-box'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import type { FilterChip } from '@/lib/lists/filter-chips'
import type { Arranged, ListAddress } from '@/lib/lists/list-address'

/** Most rows that one reply gives. */
const EXPORT_MAX = 500

interface ListToolbarProps<Filters extends Arranged> {
  address: ListAddress<Filters>
  filters: Filters & { q?: string | undefined }
  fleet: Fleet
  chips: readonly FilterChip<Filters>[]
  search: { placeholder: string; label: string }
  /** The order in force, in words. */
  order: string
  /** The route of the list. */
  apiPath: (fleet: Fleet, query: Record<string, string>) => string
  /** Ways to add a filter. */
  children: ReactNode
  /** More tools, before Export. */
  tools?: ReactNode
}

/** What narrows a list, each part removable, and the ways to take the list along. */
export function ListToolbar<Filters extends Arranged>(props: ListToolbarProps<Filters>) {
  const { address, filters, fleet, chips, search, order, apiPath, children, tools } = props
  const router = useRouter()
  const ask = (text: string) =>
    router.replace(address.href({ filters: address.withForm(filters, [['q', text]]) }, fleet), { scroll: false })
  const csv = apiPath(fleet, { ...address.query(address.withPageSize(filters, EXPORT_MAX)), format: 'csv' })
  return (
    <div role="toolbar" aria-label="Filters" className="flex min-h-10 flex-wrap items-center gap-2 py-2">
      <SearchBox asked={filters.q ?? ''} onAsk={ask} {...search} />
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
      {address.isFiltered(filters) ? (
        <Link
          href={address.href({ filters: address.reset(filters) }, fleet)}
          scroll={false}
          className={buttonClass({ look: 'ghost', size: 'sm' })}
        >
          Reset
        </Link>
      ) : null}
      <span className="ml-auto flex items-center gap-2 max-md:ml-0">
        <span className="text-12 text-3 max-lg:sr-only">Order: {order}</span>
        {tools}
        <a
          href={csv}
          download
          title={`These rows as CSV, in this order; at most ${EXPORT_MAX} a file`}
          className={buttonClass({ size: 'sm' })}
        >
          Export
        </a>
      </span>
    </div>
  )
}
