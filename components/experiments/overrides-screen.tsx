'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { FilterChoice } from '@/components/lists/filter-controls'
import { FilterPopover } from '@/components/lists/filter-popover'
import { ListFooter } from '@/components/lists/list-footer'
import { ListToolbar } from '@/components/lists/list-toolbar'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import type { ListView } from '@/lib/lists/list-address'
import { formFields } from '@/lib/lists/time-span'
import { OVERRIDE_LIST, type OverrideFilters, overrideChips, overrideListQuery } from '@/lib/pairs/override-list'
import { paths } from '@/lib/paths'
import { NoOverrides } from './no-overrides'
import { OVERRIDE_HEADERS, OverrideTable } from './override-table'

const PAGE_SIZES = [50, 200]
const SEARCH = { placeholder: 'Reason, run or experiment', label: 'Filter overrides by reason, run or experiment' }
const STATES = [
  { value: 'false', label: 'in force' },
  { value: 'true', label: 'withdrawn' },
]

/** The page of overrides: who set which refusals aside, when and why. The address is its state. */
export function OverridesScreen({ fleet }: { fleet: Fleet }) {
  const view = OVERRIDE_LIST.parse(Object.fromEntries(useSearchParams()))
  const { filters } = view
  return (
    <Page title="Overrides" tabTitle="Overrides" crumbs={[{ label: 'Experiments', href: paths.experiments(fleet) }]}>
      <ListToolbar
        address={OVERRIDE_LIST}
        filters={filters}
        fleet={fleet}
        chips={overrideChips(filters)}
        search={SEARCH}
        order="newest first"
        apiPath={paths.api.overrides}
      >
        <AddFilter filters={filters} fleet={fleet} />
      </ListToolbar>
      <h2 className="sr-only">List</h2>
      <List view={view} fleet={fleet} />
    </Page>
  )
}

function AddFilter({ filters, fleet }: { filters: OverrideFilters; fleet: Fleet }) {
  const [open, setOpen] = useState(false)
  return (
    <FilterPopover
      label="filter"
      title="Filters"
      submit="Filter"
      open={open}
      onOpenChange={setOpen}
      hrefOf={(form) => OVERRIDE_LIST.href({ filters: OVERRIDE_LIST.withForm(filters, formFields(form)) }, fleet)}
      className="w-64"
    >
      <FilterChoice name="withdrawn" label="State" value={stateOf(filters)} options={STATES} />
    </FilterPopover>
  )
}

const stateOf = ({ withdrawn }: OverrideFilters) => (withdrawn === undefined ? undefined : String(withdrawn))

/** The list in each of its states. */
function List({ view, fleet }: { view: ListView<OverrideFilters>; fleet: Fleet }) {
  const { data, error, refetch, isPlaceholderData } = useQuery(overrideListQuery(view.filters, fleet))
  if (data) {
    if (data.items.length === 0 && !isPlaceholderData) return <NoOverrides filters={view.filters} fleet={fleet} />
    return (
      <>
        <OverrideTable overrides={data.items} fleet={fleet} dimmed={isPlaceholderData} />
        <ListFooter address={OVERRIDE_LIST} view={view} fleet={fleet} page={data} sizes={PAGE_SIZES} keys={[]} />
      </>
    )
  }
  if (error) return <QueryError what="the overrides" error={error} onRetry={() => void refetch()} />
  return <SkeletonTable label="Overrides" columns={OVERRIDE_HEADERS.map((header) => ({ header }))} rows={8} edge />
}
