'use client'

import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import type { Fleet } from '@/lib/http/wire'
import type { Arranged, ListAddress, ListView } from '@/lib/lists/list-address'
import { formatInteger } from '@/lib/time/format-quantity'

interface ListFooterProps<Filters extends Arranged> {
  address: ListAddress<Filters>
  view: ListView<Filters>
  fleet: Fleet
  page: { items: readonly unknown[]; nextCursor: string | null; total: number | null }
  /** Rows a page may have. */
  sizes: readonly number[]
  /** The keys worth telling here. */
  keys: readonly { keys: readonly string[]; label: string }[]
}

/** Where this page stands in the list, and the way on. The way back is the browser's. */
export function ListFooter<Filters extends Arranged>(props: ListFooterProps<Filters>) {
  const { address, view, fleet, page, sizes, keys } = props
  const { filters, skip } = view
  const { items, nextCursor, total } = page
  const isLater = filters.cursor !== undefined
  const from = skip + 1
  const to = skip + items.length
  // A cursor holds no position: without `skip` a later page cannot say where it stands.
  const place =
    isLater && skip === 0 ? `${formatInteger(items.length)} more` : `${formatInteger(from)}–${formatInteger(to)}`
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 text-12 text-3">
      <span>
        {place} of {total === null ? 'many' : formatInteger(total)}
      </span>
      <span className="flex items-center gap-1.5">
        a page:
        {sizes.map((size) =>
          size === filters.limit ? (
            <b key={size} className="text-1">
              {size}
            </b>
          ) : (
            <Link
              key={size}
              href={address.href({ filters: address.withPageSize(filters, size) }, fleet)}
              prefetch={false}
              className="inline-flex min-h-6 min-w-6 items-center justify-center text-accent hover:underline"
            >
              {size}
            </Link>
          ),
        )}
      </span>
      <span className="ml-auto flex items-center gap-3 max-md:hidden">
        {keys.map(({ keys: each, label }) => (
          <span key={label} className="flex items-center gap-1">
            {each.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
            {label}
          </span>
        ))}
      </span>
      {isLater ? (
        <Link
          href={address.href({ filters: address.firstPage(filters) }, fleet)}
          className={buttonClass({ size: 'sm' })}
        >
          First page
        </Link>
      ) : null}
      {nextCursor === null ? null : (
        <Link
          href={address.href({ filters: { ...filters, cursor: nextCursor }, skip: to }, fleet)}
          prefetch={false}
          className={buttonClass({ size: 'sm' })}
        >
          Next {filters.limit}
        </Link>
      )}
    </div>
  )
}
