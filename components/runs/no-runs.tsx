'use client'

import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy'
import { EmptyState } from '@/components/ui/empty-state'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { filterChips } from '@/lib/runs/filter-chips'
import { change, isFiltered, resetFilters, runsHref } from '@/lib/runs/filters'
import type { ListRunsInput } from '@/lib/runs/schema'
import { viewOf } from '@/lib/runs/views'

/** Nothing yet, nothing left to do, nothing that matches, nothing after this page: four different sentences. */
export function NoRuns({ filters, fleet }: { filters: ListRunsInput; fleet: Fleet }) {
  const reset = (
    <Link href={runsHref({ filters: resetFilters(filters) }, fleet)} className={buttonClass({ look: 'primary' })}>
      Reset
    </Link>
  )
  if (isFiltered(filters)) {
    const view = viewOf(filters)
    const words = [
      ...(view.id === 'all' ? [] : [`view ${view.label}`]),
      ...(filters.q ? [`text “${plainText(filters.q, 80)}”`] : []),
      ...filterChips(filters).map(({ label, value }) => `${label} ${plainText(value, 80)}`),
    ]
    if (view.id === 'attention' && words.length === 1) {
      return (
        <EmptyState kind="all-clear" title="No run needs someone" actions={reset}>
          <p>None is silent, waiting, over its cap or open against its evidence.</p>
        </EmptyState>
      )
    }
    return (
      <EmptyState kind="nothing-matches" title="No run matches" actions={reset}>
        <p>{words.join(' · ')}</p>
      </EmptyState>
    )
  }
  if (filters.cursor !== undefined) {
    const first = (
      <Link href={runsHref({ filters: change(filters, {}) }, fleet)} className={buttonClass()}>
        First page
      </Link>
    )
    return <EmptyState kind="nothing-matches" title="No run after this place" actions={first} />
  }
  const sources = (
    <Link href={paths.sources(fleet)} className={buttonClass()}>
      Sources
    </Link>
  )
  return (
    <EmptyState kind="nothing-yet" title="No runs yet" actions={sources}>
      <p>Runs appear here as soon as the database or folder that an orchestrator left behind is imported:</p>
      <Command>npx pitwall import PATH</Command>
    </EmptyState>
  )
}
