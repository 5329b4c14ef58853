'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRef } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Button, buttonClass } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { useHeldRows } from '@/lib/live/use-held-rows'
import { change, type SessionsView, sessionQuery, sessionsHref } from '@/lib/sessions/filters'
import { sessionListQuery } from '@/lib/sessions/queries'
import type { SessionPage } from '@/lib/sessions/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import { NoSessions } from './no-sessions'
import { SESSION_COLUMNS } from './session-columns'
import { SessionTable } from './session-table'

interface SessionListProps {
  view: SessionsView
  fleet: Fleet
}

/** The list in each of its states. */
export function SessionList({ view, fleet }: SessionListProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery(sessionListQuery(view.filters, fleet))
  if (data) {
    if (data.items.length === 0 && !isPlaceholderData) return <NoSessions filters={view.filters} fleet={fleet} />
    return <SessionRows view={view} fleet={fleet} page={data} isOld={isPlaceholderData} />
  }
  if (error) return <QueryError what="the sessions" error={error} onRetry={() => void refetch()} />
  return <SkeletonTable label="Sessions" columns={SESSION_COLUMNS} rows={12} edge />
}

interface SessionRowsProps extends SessionListProps {
  page: SessionPage
  /** The page answers the question before: other filters are on their way. */
  isOld: boolean
}

function SessionRows({ view, fleet, page, isOld }: SessionRowsProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const { filters } = view
  const list = JSON.stringify([fleet, sessionQuery(filters)])
  const held = useHeldRows(isOld ? null : list, page.items, () => isReading(body.current))
  // The mark is part of the address; Next.js follows replaceState without asking the server again.
  const mark = (row: string | null) =>
    window.history.replaceState(null, '', sessionsHref({ filters, skip: view.skip, row }, fleet))
  const showNew = () => {
    held.release()
    window.scrollTo({ top: 0 })
  }
  return (
    <>
      <div aria-live="polite" className="layer-sticky pointer-events-none sticky top-14 flex h-0 justify-center">
        {held.moved ? (
          <span className="pointer-events-auto relative top-9">
            <Button size="sm" onClick={showNew}>
              {held.fresh > 0 ? `${held.fresh} new` : 'Order has changed'}
            </Button>
          </span>
        ) : null}
      </div>
      <SessionTable
        rows={held.rows}
        filters={filters}
        fleet={fleet}
        marked={view.row}
        arrived={held.arrived}
        dimmed={isOld}
        onMark={mark}
        onUnread={() => {
          if (held.moved && !isReading(body.current)) held.release()
        }}
        bodyRef={body}
      />
      <ListFooter view={view} fleet={fleet} page={page} />
    </>
  )
}

/** Past the first screen, or with pointer or focus on the rows: then nothing may slide away. */
function isReading(body: HTMLElement | null): boolean {
  if (!body || typeof window === 'undefined') return false
  return window.scrollY > window.innerHeight || body.matches(':hover') || body.contains(document.activeElement)
}

const PAGE_SIZES = [50, 200]
const KEYS = [
  { keys: ['j', 'k'], label: 'move' },
  { keys: ['↵'], label: 'open' },
  { keys: ['x'], label: 'mark' },
]

/** Where this page stands in the list, and the way on. The way back is the browser's. */
function ListFooter({ view: { filters, skip }, fleet, page }: SessionListProps & { page: SessionPage }) {
  const { items, nextCursor, total } = page
  const isLater = filters.cursor !== undefined
  const place =
    isLater && skip === 0
      ? `${formatInteger(items.length)} more`
      : `${formatInteger(skip + 1)}–${formatInteger(skip + items.length)}`
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
              href={sessionsHref({ filters: change(filters, { limit: size }) }, fleet)}
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
        <Link href={sessionsHref({ filters: change(filters, {}) }, fleet)} className={buttonClass({ size: 'sm' })}>
          First page
        </Link>
      ) : null}
      {nextCursor === null ? null : (
        <Link
          href={sessionsHref({ filters: { ...filters, cursor: nextCursor }, skip: skip + items.length }, fleet)}
          prefetch={false}
          className={buttonClass({ size: 'sm' })}
        >
          Next {filters.limit}
        </Link>
      )}
    </div>
  )
}
