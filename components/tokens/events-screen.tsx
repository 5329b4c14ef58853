'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { ListFooter } from '@/components/lists/list-footer'
import { NewRows } from '@/components/lists/new-rows'
import { NoRows } from '@/components/lists/no-rows'
import { useListRows } from '@/components/lists/use-list-rows'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import type { ListView } from '@/lib/lists/list-address'
import { paths } from '@/lib/paths'
import { EVENT_LIST, eventChips } from '@/lib/usage-events/filters'
import { eventListQuery } from '@/lib/usage-events/queries'
import type { ListUsageEventsInput, UsageEventPage } from '@/lib/usage-events/schema'
import { AddEventFilter } from './add-event-filter'
import { EVENT_COLUMNS } from './event-columns'
import { EventSumsLine } from './event-sums'
import { EventTable } from './event-table'
import { FilterBar } from './filter-bar'

const PAGE_SIZES = [50, 200]
const EXPORT_MAX = 500
const NO_ROWS = [] as const
const KEYS = [
  { keys: ['j', 'k'], label: 'move' },
  { keys: ['↵'], label: 'open' },
  { keys: ['esc'], label: 'back to the tokens' },
]

/** The events behind a number of the page of tokens. The address is the state. */
export function EventsScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const router = useRouter()
  const view = EVENT_LIST.parse(
    Object.fromEntries(Array.from(params.keys(), (key) => [key, params.get(key) ?? undefined])),
  )
  const { filters } = view
  const { data, error, refetch, isPlaceholderData } = useQuery(eventListQuery(filters, fleet))
  useKeys([{ id: 'back', keys: ['Escape'], label: 'Back', group: 'On this page', run: () => router.back() }])
  const chips = eventChips(filters)
  return (
    <Page title="Usage events" tabTitle="Usage events" crumbs={[{ label: 'Tokens', href: paths.tokens(fleet) }]}>
      <FilterBar
        address={EVENT_LIST}
        filters={filters}
        fleet={fleet}
        chips={chips}
        actions={<Exports filters={filters} fleet={fleet} />}
      >
        <AddEventFilter filters={filters} fleet={fleet} rows={data?.items ?? NO_ROWS} />
      </FilterBar>
      <h2 className="sr-only">List</h2>
      {data && data.items.length === 0 && !isPlaceholderData ? (
        <NoRows
          address={EVENT_LIST}
          filters={filters}
          fleet={fleet}
          what="usage event"
          tab={{ id: 'all', label: 'All' }}
          chips={chips}
        >
          <p>They stand here once records with usage are imported or watched.</p>
        </NoRows>
      ) : data ? (
        <>
          <EventSumsLine sums={data.sums} />
          <EventRows view={view} fleet={fleet} page={data} isOld={isPlaceholderData} />
        </>
      ) : error ? (
        <QueryError what="the usage events" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonTable label="Usage events" columns={EVENT_COLUMNS} rows={12} edge />
      )}
    </Page>
  )
}

interface EventRowsProps {
  view: ListView<ListUsageEventsInput>
  fleet: Fleet
  page: UsageEventPage
  isOld: boolean
}

function EventRows({ view, fleet, page, isOld }: EventRowsProps) {
  const { table, newRows } = useListRows({ address: EVENT_LIST, view, fleet, rows: page.items, isOld })
  return (
    <>
      <NewRows {...newRows} />
      <EventTable {...table} filters={view.filters} fleet={fleet} />
      <ListFooter address={EVENT_LIST} view={view} fleet={fleet} page={page} sizes={PAGE_SIZES} keys={KEYS} />
    </>
  )
}

function Exports({ filters, fleet }: { filters: ListUsageEventsInput; fleet: Fleet }) {
  const query = EVENT_LIST.query(EVENT_LIST.withPageSize(filters, EXPORT_MAX))
  const about = `These events in this order, at most ${EXPORT_MAX} a file`
  return (
    <>
      <a
        href={paths.api.usageEvents(fleet, { ...query, format: 'csv' })}
        download
        title={about}
        className={buttonClass({ size: 'sm' })}
      >
        CSV
      </a>
      <a href={paths.api.usageEvents(fleet, query)} title={about} className={buttonClass({ size: 'sm' })}>
        JSON
      </a>
    </>
  )
}
