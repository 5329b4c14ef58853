'use client'

import { ReplayLink } from '@/components/campaigns/replay-link'
import { ListToolbar } from '@/components/lists/list-toolbar'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { filterChips } from '@/lib/runs/filter-chips'
import { ORDER_WORDS, RUN_LIST } from '@/lib/runs/filters'
import type { ListRunsInput, RunSummary } from '@/lib/runs/schema'
import { AddFilter } from './add-filter'
import { ColumnsMenu } from './columns-menu'
import type { RunColumn, RunColumnId } from './run-columns'

const SEARCH = { placeholder: 'Id, name, job or phase', label: 'Filter runs by id, name, job or phase' }

interface RunToolbarProps {
  filters: ListRunsInput
  fleet: Fleet
  rows: readonly RunSummary[]
  columns: readonly RunColumn[]
  onToggleColumn: (id: RunColumnId) => void
}

export function RunToolbar({ filters, fleet, rows, columns, onToggleColumn }: RunToolbarProps) {
  const adding = { filters, fleet, rows }
  const tools = (
    <>
      <ReplayLink filters={filters} fleet={fleet} />
      <span className="max-md:hidden">
        <ColumnsMenu columns={columns} onToggle={onToggleColumn} />
      </span>
    </>
  )
  return (
    <ListToolbar
      address={RUN_LIST}
      filters={filters}
      fleet={fleet}
      chips={filterChips(filters)}
      search={SEARCH}
      order={ORDER_WORDS[filters.sort]}
      apiPath={paths.api.runs}
      tools={tools}
    >
      <AddFilter {...adding} field="status" label="filter" />
      <span className="contents max-lg:hidden">
        <AddFilter {...adding} field="system" label="system" />
        <AddFilter {...adding} field="cause" label="cause" />
        <AddFilter {...adding} field="model" label="model" />
      </span>
    </ListToolbar>
  )
}
