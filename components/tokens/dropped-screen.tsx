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
import { Tabs } from '@/components/ui/tabs'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { dropRuleText } from '@/lib/imports/drop-rules'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import type { ListView } from '@/lib/lists/list-address'
import { paths } from '@/lib/paths'
import { formatCompact } from '@/lib/time/format-quantity'
import { DROPPED_LIST, droppedChips } from '@/lib/usage-events/filters'
import { droppedListQuery } from '@/lib/usage-events/queries'
import { type DroppedCopyPage, LINES_RULE, type ListDroppedCopiesInput } from '@/lib/usage-events/schema'
import { noCopiesText } from '@/lib/usage-events/words'
import { DROPPED_HEADS, DroppedTable } from './dropped-table'
import { FilterBar } from './filter-bar'
import { WrittenTable } from './written-table'

const PAGE_SIZES = [50, 200]
const EXPORT_MAX = 500
const KEYS = [
  { keys: ['j', 'k'], label: 'move' },
  { keys: ['↵'], label: 'side by side' },
  { keys: ['esc'], label: 'back' },
]

interface PartProps {
  filters: ListDroppedCopiesInput
  fleet: Fleet
}

/** What is written in the files and does not count. The address is the state. */
export function DroppedScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const router = useRouter()
  const view = DROPPED_LIST.parse(
    Object.fromEntries(Array.from(params.keys(), (key) => [key, params.get(key) ?? undefined])),
  )
  const { filters } = view
  const { data, error, refetch, isPlaceholderData } = useQuery(droppedListQuery(filters, fleet))
  useKeys([{ id: 'back', keys: ['Escape'], label: 'Back', group: 'On this page', run: () => router.back() }])
  const chips = droppedChips(filters)
  return (
    <Page title="Written, not counted" tabTitle="Not counted" crumbs={[{ label: 'Tokens', href: paths.tokens(fleet) }]}>
      {data ? <Rules filters={filters} fleet={fleet} page={data} /> : null}
      <FilterBar
        address={DROPPED_LIST}
        filters={filters}
        fleet={fleet}
        chips={chips}
        actions={<Exports filters={filters} fleet={fleet} />}
      />
      {data ? <WrittenTable dropped={data.dropped} /> : null}
      <h2 className="pt-4 pb-1 font-semibold text-14">Each of them</h2>
      {data && data.items.length === 0 && !isPlaceholderData ? (
        <NoRows
          address={DROPPED_LIST}
          filters={filters}
          fleet={fleet}
          what="copied response"
          tab={{ id: 'all', label: 'All' }}
          chips={chips}
        >
          <p>{noCopiesText(data.dropped.rules)}</p>
        </NoRows>
      ) : data ? (
        <Rows view={view} fleet={fleet} page={data} isOld={isPlaceholderData} />
      ) : error ? (
        <QueryError what="what was dropped" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonTable label="Dropped copies" columns={DROPPED_HEADS} rows={8} edge />
      )}
    </Page>
  )
}

/** One view per rule that left something out. */
function Rules({ filters, fleet, page }: PartProps & { page: DroppedCopyPage }) {
  const of = (rule: string | undefined) => DROPPED_LIST.href({ filters: DROPPED_LIST.change(filters, { rule }) }, fleet)
  const rules = page.dropped.rules.filter(({ rule }) => rule !== LINES_RULE)
  const lines = page.dropped.rules.find(({ rule }) => rule === LINES_RULE)
  const count = (tokens: number | null) => (tokens === null ? null : formatCompact(tokens))
  return (
    <Tabs
      label="Rules"
      items={[
        { href: of(undefined), label: 'All copies', current: filters.rule === undefined },
        ...rules.map(({ rule, tokens }) => ({
          href: of(rule),
          label: plainText(dropRuleText(rule), 60),
          current: filters.rule === rule,
          count: count(tokens),
        })),
        {
          href: of(LINES_RULE),
          label: dropRuleText(LINES_RULE),
          current: filters.rule === LINES_RULE,
          count: count(lines?.tokens ?? null),
        },
      ]}
    />
  )
}

interface RowsProps {
  view: ListView<ListDroppedCopiesInput>
  fleet: Fleet
  page: DroppedCopyPage
  isOld: boolean
}

function Rows({ view, fleet, page, isOld }: RowsProps) {
  const { table, newRows } = useListRows({ address: DROPPED_LIST, view, fleet, rows: page.items, isOld })
  return (
    <>
      <NewRows {...newRows} />
      <DroppedTable {...table} fleet={fleet} />
      <ListFooter address={DROPPED_LIST} view={view} fleet={fleet} page={page} sizes={PAGE_SIZES} keys={KEYS} />
    </>
  )
}

function Exports({ filters, fleet }: PartProps) {
  const query = DROPPED_LIST.query(DROPPED_LIST.withPageSize(filters, EXPORT_MAX))
  return (
    <>
      <a
        href={paths.api.droppedCopies(fleet, { ...query, format: 'csv' })}
        download
        title={`At most ${EXPORT_MAX} a file`}
        className={buttonClass({ size: 'sm' })}
      >
        CSV
      </a>
      <a href={paths.api.droppedCopies(fleet, query)} className={buttonClass({ size: 'sm' })}>
        JSON
      </a>
    </>
  )
}
