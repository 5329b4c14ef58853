'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { Tabs } from '@/components/ui/tabs'
import type { Fleet } from '@/lib/http/wire'
import { PATTERN_LIST } from '@/lib/patterns/filters'
import { patternCountsQuery, patternListQuery, triageCountQuery } from '@/lib/patterns/queries'
import { PATTERN_TABS, tabFilters, tabOf } from '@/lib/patterns/tabs'
import { formatInteger } from '@/lib/time/format-quantity'
import { PatternList } from './pattern-list'
import { PatternsToolbar, TriageKeys } from './patterns-toolbar'

const NO_ROWS = [] as const

/** The page of patterns. The address is its state: it is read here, so that a mark set by a key shows at once. */
export function PatternsScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const view = PATTERN_LIST.parse(
    Object.fromEntries(Array.from(params.keys(), (key) => [key, params.get(key) ?? undefined])),
  )
  const { filters } = view
  const { data: counts } = useQuery(patternCountsQuery(filters, fleet))
  const { data: all } = useQuery(triageCountQuery(fleet))
  const { data: page } = useQuery(patternListQuery(filters, fleet))
  const current = tabOf(filters)
  return (
    <Page title="Patterns" tabTitle="Patterns" tabCount={all?.triage ?? 0}>
      <Tabs
        label="Lanes"
        items={PATTERN_TABS.map((each) => ({
          href: PATTERN_LIST.href({ filters: tabFilters(filters, each) }, fleet),
          label: each.label,
          current: each.id === current.id,
          count: counts ? formatInteger(counts[each.id]) : null,
          tone: each.id === 'triage' && counts && counts.triage > 0 ? 'bad' : undefined,
        }))}
      />
      <PatternsToolbar filters={filters} fleet={fleet} rows={page?.items ?? NO_ROWS} />
      <TriageKeys />
      <h2 className="sr-only">List</h2>
      <PatternList view={view} fleet={fleet} />
    </Page>
  )
}
