'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import type { Fleet } from '@/lib/http/wire'
import { RUN_LIST } from '@/lib/runs/filters'
import { runCountsQuery, runListQuery } from '@/lib/runs/queries'
import { RunList } from './run-list'
import { RunTabs } from './run-tabs'
import { RunToolbar } from './run-toolbar'
import { useColumnChoice } from './use-column-choice'

const NO_ROWS = [] as const

/** The runs page. The address is its state: it is read here, so that a mark set by a key shows at once. */
export function RunsScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const view = RUN_LIST.parse(
    Object.fromEntries(Array.from(params.keys(), (key) => [key, params.get(key) ?? undefined])),
  )
  const { columns, toggle } = useColumnChoice()
  const { data: counts } = useQuery(runCountsQuery(fleet))
  const { data: page } = useQuery(runListQuery(view.filters, fleet))
  return (
    <Page title="Runs" tabTitle="Runs" tabCount={counts?.attention ?? 0}>
      <RunTabs filters={view.filters} fleet={fleet} counts={counts} />
      <RunToolbar
        filters={view.filters}
        fleet={fleet}
        rows={page?.items ?? NO_ROWS}
        columns={columns}
        onToggleColumn={toggle}
      />
      <h2 className="sr-only">List</h2>
      <RunList view={view} fleet={fleet} columns={columns} />
    </Page>
  )
}
