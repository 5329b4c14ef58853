'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { Tabs } from '@/components/ui/tabs'
import type { Fleet } from '@/lib/http/wire'
import { SESSION_LIST } from '@/lib/sessions/filters'
import { sessionCountsQuery, sessionListQuery } from '@/lib/sessions/queries'
import { SESSION_TABS } from '@/lib/sessions/tabs'
import { formatInteger } from '@/lib/time/format-quantity'
import { SessionList } from './session-list'
import { SessionsToolbar } from './sessions-toolbar'

const NO_ROWS = [] as const

/** The sessions page. The address is its state: it is read here, so that a mark set by a key shows at once. */
export function SessionsScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const view = SESSION_LIST.parse(
    Object.fromEntries(Array.from(params.keys(), (key) => [key, params.get(key) ?? undefined])),
  )
  const { data: counts } = useQuery(sessionCountsQuery(fleet))
  const { data: page } = useQuery(sessionListQuery(view.filters, fleet))
  const current = SESSION_TABS.tabOf(view.filters)
  return (
    <Page title="Sessions" tabTitle="Sessions">
      <Tabs
        label="Views"
        items={SESSION_TABS.tabs.map((each) => ({
          href: SESSION_LIST.href({ filters: SESSION_TABS.filtersOf(each, view.filters) }, fleet),
          label: each.label,
          current: each.id === current.id,
          count: counts ? formatInteger(counts[each.id]) : null,
        }))}
      />
      <SessionsToolbar filters={view.filters} fleet={fleet} rows={page?.items ?? NO_ROWS} />
      <h2 className="sr-only">List</h2>
      <SessionList view={view} fleet={fleet} />
    </Page>
  )
}
