'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRef } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Button, buttonClass } from '@/components/ui/button'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { useHeldRows } from '@/lib/live/use-held-rows'
import { type RunsView, runQuery, runsHref } from '@/lib/runs/filters'
import { runListQuery } from '@/lib/runs/queries'
import type { RunPage } from '@/lib/runs/schema'
import { ListFooter } from './list-footer'
import { NoRuns } from './no-runs'
import type { RunColumn, RunColumnId } from './run-columns'
import { RunTable } from './run-table'
import { leaveTrail } from './run-trail'

interface RunListProps {
  view: RunsView
  fleet: Fleet
  columns: readonly (RunColumn & { id: RunColumnId })[]
}

/** The list in each of its states. */
export function RunList({ view, fleet, columns }: RunListProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery(runListQuery(view.filters, fleet))
  if (data) {
    if (data.items.length === 0 && !isPlaceholderData) return <NoRuns filters={view.filters} fleet={fleet} />
    return <RunRows view={view} fleet={fleet} columns={columns} page={data} isOld={isPlaceholderData} />
  }
  if (error) {
    return (
      <>
        <QueryError what="the runs" error={error} onRetry={() => void refetch()} />
        {view.filters.cursor === undefined ? null : (
          <Link href={runsHref({ filters: { ...view.filters, cursor: undefined } }, fleet)} className={buttonClass()}>
            First page
          </Link>
        )}
      </>
    )
  }
  return <SkeletonTable label="Runs" columns={columns} rows={12} edge />
}

interface RunRowsProps extends RunListProps {
  page: RunPage
  /** The page answers the question before: other filters are on their way. */
  isOld: boolean
}

function RunRows({ view, fleet, columns, page, isOld }: RunRowsProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const { filters } = view
  const list = JSON.stringify([fleet, runQuery(filters)])
  const held = useHeldRows(isOld ? null : list, page.items, () => isReading(body.current))
  const hrefOf = (row: string | null) => runsHref({ filters, skip: view.skip, row }, fleet)
  // The mark is part of the address; Next.js follows replaceState without asking the server again.
  const mark = (row: string | null) => window.history.replaceState(null, '', hrefOf(row))
  const leave = (id: string) => {
    mark(id)
    leaveTrail({ href: hrefOf(id), ids: held.rows.map((row) => row.id) })
  }
  const showNew = () => {
    held.release()
    window.scrollTo({ top: 0 })
  }
  return (
    <>
      <NewRows fresh={held.fresh} moved={held.moved} onShow={showNew} />
      <RunTable
        rows={held.rows}
        columns={columns}
        filters={filters}
        fleet={fleet}
        marked={view.row}
        arrived={held.arrived}
        dimmed={isOld}
        onMark={mark}
        onLeave={leave}
        onUnread={() => {
          if (held.moved && !isReading(body.current)) held.release()
        }}
        bodyRef={body}
      />
      {view.row !== null && !isOld && !held.rows.some((run) => run.id === view.row) ? (
        <p className="flex flex-wrap items-center gap-2 border-line border-t py-2 text-12 text-2">
          The marked run <MiddleTruncate text={view.row} /> is not among these rows.
          <Button size="sm" onClick={() => mark(null)}>
            Clear the mark
          </Button>
        </p>
      ) : null}
      <ListFooter view={view} fleet={fleet} page={page} />
    </>
  )
}

/** Past the first screen, or with pointer or focus on the rows: then nothing may slide away. */
function isReading(body: HTMLElement | null): boolean {
  if (!body || typeof window === 'undefined') return false
  return window.scrollY > window.innerHeight || body.matches(':hover') || body.contains(document.activeElement)
}

function NewRows({ fresh, moved, onShow }: { fresh: number; moved: boolean; onShow: () => void }) {
  return (
    <div aria-live="polite" className="layer-sticky pointer-events-none sticky top-14 flex h-0 justify-center">
      {moved ? (
        <span className="pointer-events-auto relative top-9">
          <Button size="sm" onClick={onShow}>
            {fresh > 0 ? `${fresh} new` : 'Order has changed'}
          </Button>
        </span>
      ) : null}
    </div>
  )
}
