'use client'

import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import type { Fleet } from '@/lib/http/wire'
import { change, type RunsView, runsHref } from '@/lib/runs/filters'
import type { RunPage } from '@/lib/runs/schema'
import { formatInteger } from '@/lib/time/format-quantity'

const PAGE_SIZES = [50, 200, 500]
const KEYS = [
  { keys: ['j', 'k'], label: 'move' },
  { keys: ['↵'], label: 'open' },
  { keys: ['x'], label: 'mark' },
  { keys: ['?'], label: 'all keys' },
]

interface ListFooterProps {
  view: RunsView
  fleet: Fleet
  page: RunPage
}

/** Where this page stands in the list, and the way on. The way back is the browser's. */
export function ListFooter({ view, fleet, page }: ListFooterProps) {
  const { filters, skip } = view
  const { items, nextCursor, total } = page
  const isLater = filters.cursor !== undefined
  const from = skip + 1
  const to = skip + items.length
  // A cursor holds no position: without `skip` a later page cannot say where it stands.
  const place =
    isLater && skip === 0 ? `${formatInteger(items.length)} more` : `${formatInteger(from)}–${formatInteger(to)}`
  const next = { ...filters, ...(nextCursor === null ? {} : { cursor: nextCursor }) }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 text-12 text-3">
      <span>
        {place} of {total === null ? 'many' : formatInteger(total)}
      </span>
      <span className="flex items-center gap-1.5">
        a page:
        {PAGE_SIZES.map((size) =>
          size === filters.limit ? (
            <b key={size} className="text-1">
              {size}
            </b>
          ) : (
            <Link
              key={size}
              href={runsHref({ filters: change(filters, { limit: size }) }, fleet)}
              prefetch={false}
              className="inline-flex min-h-6 min-w-6 items-center justify-center text-accent hover:underline"
            >
              {size}
            </Link>
          ),
        )}
      </span>
      <span className="ml-auto flex items-center gap-3 max-md:hidden">
        {KEYS.map(({ keys, label }) => (
          <span key={label} className="flex items-center gap-1">
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
            {label}
          </span>
        ))}
      </span>
      {isLater ? (
        <Link href={runsHref({ filters: change(filters, {}) }, fleet)} className={buttonClass({ size: 'sm' })}>
          First page
        </Link>
      ) : null}
      {nextCursor === null ? null : (
        <Link
          href={runsHref({ filters: next, skip: skip + items.length }, fleet)}
          prefetch={false}
          className={buttonClass({ size: 'sm' })}
        >
          Next {filters.limit}
        </Link>
      )}
    </div>
  )
}
