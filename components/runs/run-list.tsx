'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ListFooter } from '@/components/lists/list-footer'
import { NewRows } from '@/components/lists/new-rows'
import { useListRows } from '@/components/lists/use-list-rows'
import { QueryError } from '@/components/shell/query-error'
import { Button, buttonClass } from '@/components/ui/button'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import type { ListView } from '@/lib/lists/list-address'
import { RUN_LIST } from '@/lib/runs/filters'
import { runListQuery } from '@/lib/runs/queries'
import type { ListRunsInput, RunPage } from '@/lib/runs/schema'
import { NoRuns } from './no-runs'
import type { RunColumn, RunColumnId } from './run-columns'
import { RunTable } from './run-table'
import { leaveTrail } from './run-trail'

const PAGE_SIZES = [50, 200, 500]
const KEYS = [
  { keys: ['j', 'k'], label: 'move' },
  { keys: ['↵'], label: 'open' },
  { keys: ['x'], label: 'mark' },
  { keys: ['?'], label: 'all keys' },
]

interface RunListProps {
  view: ListView<ListRunsInput>
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
          <Link
            href={RUN_LIST.href({ filters: { ...view.filters, cursor: undefined } }, fleet)}
            className={buttonClass()}
          >
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
  const { table, newRows, hrefOf } = useListRows({ address: RUN_LIST, view, fleet, rows: page.items, isOld })
  const leave = (id: string) => {
    table.onMark(id)
    leaveTrail({ href: hrefOf(id), ids: table.rows.map((row) => row.id) })
  }
  return (
    <>
      <NewRows {...newRows} />
      <RunTable {...table} columns={columns} filters={view.filters} fleet={fleet} onLeave={leave} />
      {view.row !== null && !isOld && !table.rows.some((run) => run.id === view.row) ? (
        <p className="flex flex-wrap items-center gap-2 border-line border-t py-2 text-12 text-2">
          The marked run <MiddleTruncate text={view.row} /> is not among these rows.
          <Button size="sm" onClick={() => table.onMark(null)}>
            Clear the mark
          </Button>
        </p>
      ) : null}
      <ListFooter address={RUN_LIST} view={view} fleet={fleet} page={page} sizes={PAGE_SIZES} keys={KEYS} />
    </>
  )
}
