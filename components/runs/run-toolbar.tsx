'use client'

import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { filterChips } from '@/lib/runs/filter-chips'
import { change, isFiltered, ORDER_WORDS, resetFilters, runQuery, runsHref } from '@/lib/runs/filters'
import type { ListRunsInput, RunSummary } from '@/lib/runs/schema'
import { AddFilter } from './add-filter'
import { ColumnsMenu } from './columns-menu'
import type { RunColumn, RunColumnId } from './run-columns'
import { RunSearch } from './run-search'

/** Most rows that one reply gives. */
const EXPORT_MAX = 500

interface RunToolbarProps {
  filters: ListRunsInput
  fleet: Fleet
  rows: readonly RunSummary[]
  columns: readonly RunColumn[]
  onToggleColumn: (id: RunColumnId) => void
}

export function RunToolbar({ filters, fleet, rows, columns, onToggleColumn }: RunToolbarProps) {
  const csv = paths.api.runs(fleet, { ...runQuery(change(filters, { limit: EXPORT_MAX })), format: 'csv' })
  const adding = { filters, fleet, rows }
  return (
    <div role="toolbar" aria-label="Filters" className="flex min-h-10 flex-wrap items-center gap-2 py-2">
      <RunSearch filters={filters} fleet={fleet} />
      {filterChips(filters).map(({ key, label, value, without }) => (
        <Chip
          key={key}
          removeHref={runsHref({ filters: without }, fleet)}
          removeLabel={`Remove the filter ${label} ${plainText(value, 60)}`}
        >
          {label} <b>{plainText(value, 80)}</b>
        </Chip>
      ))}
      <AddFilter {...adding} field="status" label="filter" />
      <span className="contents max-lg:hidden">
        <AddFilter {...adding} field="system" label="system" />
        <AddFilter {...adding} field="cause" label="cause" />
        <AddFilter {...adding} field="model" label="model" />
      </span>
      {isFiltered(filters) ? (
        <Link
          href={runsHref({ filters: resetFilters(filters) }, fleet)}
          scroll={false}
          className={buttonClass({ look: 'ghost', size: 'sm' })}
        >
          Reset
        </Link>
      ) : null}
      <span className="ml-auto flex items-center gap-2 max-md:ml-0">
        <span className="text-12 text-3 max-lg:sr-only">Order: {ORDER_WORDS[filters.sort]}</span>
        <span className="max-md:hidden">
          <ColumnsMenu columns={columns} onToggle={onToggleColumn} />
        </span>
        <a
          href={csv}
          download
          title={`These rows as CSV, in this order; at most ${EXPORT_MAX} a file`}
          className={buttonClass({ size: 'sm' })}
        >
          Export
        </a>
      </span>
    </div>
  )
}
