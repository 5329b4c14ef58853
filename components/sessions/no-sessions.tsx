'use client'

import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy'
import { EmptyState } from '@/components/ui/empty-state'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { change, isFiltered, resetFilters, sessionsHref } from '@/lib/sessions/filters'
import type { ListSessionsInput } from '@/lib/sessions/schema'
import { filterChips, viewOf } from '@/lib/sessions/views'

/** Nothing yet, nothing that matches, nothing after this page: three different sentences. */
export function NoSessions({ filters, fleet }: { filters: ListSessionsInput; fleet: Fleet }) {
  if (isFiltered(filters)) {
    const view = viewOf(filters)
    const words = [
      ...(view.id === 'all' ? [] : [`view ${view.label}`]),
      ...(filters.q ? [`text “${plainText(filters.q, 80)}”`] : []),
      ...filterChips(filters).map(({ label, value }) => `${label} ${plainText(value, 80)}`),
    ]
    const reset = (
      <Link href={sessionsHref({ filters: resetFilters(filters) }, fleet)} className={buttonClass({ look: 'primary' })}>
        Reset
      </Link>
    )
    return (
      <EmptyState kind="nothing-matches" title="No session matches" actions={reset}>
        <p>{words.join(' · ')}</p>
      </EmptyState>
    )
  }
  if (filters.cursor !== undefined) {
    const first = (
      <Link href={sessionsHref({ filters: change(filters, {}) }, fleet)} className={buttonClass()}>
        First page
      </Link>
    )
    return <EmptyState kind="nothing-matches" title="No session after this place" actions={first} />
  }
  const sources = (
    <Link href={paths.sources(fleet)} className={buttonClass()}>
      Sources
    </Link>
  )
  return (
    <EmptyState kind="nothing-yet" title="No sessions yet" actions={sources}>
      <p>Transcripts of agents appear here as soon as their folder is imported:</p>
      <Command>npx pitwall import ~/.claude/projects</Command>
    </EmptyState>
  )
}
