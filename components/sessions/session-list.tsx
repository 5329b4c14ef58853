'use client'

import { useQuery } from '@tanstack/react-query'
import { ListFooter } from '@/components/lists/list-footer'
import { NewRows } from '@/components/lists/new-rows'
import { useListRows } from '@/components/lists/use-list-rows'
import { QueryError } from '@/components/shell/query-error'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import type { ListView } from '@/lib/lists/list-address'
import { SESSION_LIST } from '@/lib/sessions/filters'
import { sessionListQuery } from '@/lib/sessions/queries'
import type { ListSessionsInput, SessionPage } from '@/lib/sessions/schema'
import { NoSessions } from './no-sessions'
import { SESSION_COLUMNS } from './session-columns'
import { SessionTable } from './session-table'

const PAGE_SIZES = [50, 200]
const KEYS = [
  { keys: ['j', 'k'], label: 'move' },
  { keys: ['↵'], label: 'open' },
  { keys: ['x'], label: 'mark' },
]

interface SessionListProps {
  view: ListView<ListSessionsInput>
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
  const { table, newRows } = useListRows({ address: SESSION_LIST, view, fleet, rows: page.items, isOld })
  return (
    <>
      <NewRows {...newRows} />
      <SessionTable {...table} filters={view.filters} fleet={fleet} />
      <ListFooter address={SESSION_LIST} view={view} fleet={fleet} page={page} sizes={PAGE_SIZES} keys={KEYS} />
    </>
  )
}
