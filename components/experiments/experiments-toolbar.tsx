'use client'

import { useState } from 'react'
import { FilterChoice } from '@/components/lists/filter-controls'
import { FilterPopover } from '@/components/lists/filter-popover'
import { ListToolbar } from '@/components/lists/list-toolbar'
import { EXPERIMENT_METRICS } from '@/lib/experiments/definition'
import { ORIGINS } from '@/lib/experiments/experiment-schema'
import { EXPERIMENT_LIST, type ExperimentFilters, filterChips, ORDER_WORDS } from '@/lib/experiments/filters'
import { METRIC_WORDS, ORIGIN_WORDS } from '@/lib/experiments/words'
import type { Fleet } from '@/lib/http/wire'
import { formFields } from '@/lib/lists/time-span'
import { paths } from '@/lib/paths'

const SEARCH = { placeholder: 'Name or id', label: 'Filter experiments by name or id' }
const ORIGIN_OPTIONS = ORIGINS.map((value) => ({ value, label: ORIGIN_WORDS[value].label }))
const METRIC_OPTIONS = EXPERIMENT_METRICS.map((value) => ({ value, label: METRIC_WORDS[value].label }))

const WITHDRAWN_OPTIONS = [{ value: 'true', label: 'only withdrawn ones' }]

interface ToolbarProps {
  filters: ExperimentFilters
  fleet: Fleet
}

export function ExperimentsToolbar({ filters, fleet }: ToolbarProps) {
  return (
    <ListToolbar
      address={EXPERIMENT_LIST}
      filters={filters}
      fleet={fleet}
      chips={filterChips(filters)}
      search={SEARCH}
      order={ORDER_WORDS[filters.sort]}
      apiPath={paths.api.experiments}
    >
      <AddFilter filters={filters} fleet={fleet} />
    </ListToolbar>
  )
}

/** A dashed chip that opens a small form. */
function AddFilter({ filters, fleet }: ToolbarProps) {
  const [open, setOpen] = useState(false)
  return (
    <FilterPopover
      label="filter"
      title="Filters"
      submit="Filter"
      open={open}
      onOpenChange={setOpen}
      hrefOf={(form) => EXPERIMENT_LIST.href({ filters: EXPERIMENT_LIST.withForm(filters, formFields(form)) }, fleet)}
      className="w-64"
    >
      <FilterChoice name="origin" label="Origin" value={filters.origin} options={ORIGIN_OPTIONS} />
      <FilterChoice
        name="withdrawn"
        label="Withdrawn"
        value={filters.withdrawn === undefined ? undefined : String(filters.withdrawn)}
        options={WITHDRAWN_OPTIONS}
      />
      <FilterChoice name="metric" label="Metric" value={filters.metric} options={METRIC_OPTIONS} />
    </FilterPopover>
  )
}
