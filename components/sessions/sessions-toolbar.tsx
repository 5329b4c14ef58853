'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { buttonClass } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { SearchBox } from '@/components/ui/search-box'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { change, isFiltered, ORDER_WORDS, resetFilters, sessionQuery, sessionsHref } from '@/lib/sessions/filters'
import type { ListSessionsInput, SessionSummary } from '@/lib/sessions/schema'
import { filterChips } from '@/lib/sessions/views'
import { AddSessionFilter } from './add-session-filter'

/** Most rows that one reply gives. */
const EXPORT_MAX = 500

interface SessionsToolbarProps {
  filters: ListSessionsInput
  fleet: Fleet
  rows: readonly SessionSummary[]
}

export function SessionsToolbar({ filters, fleet, rows }: SessionsToolbarProps) {
  const router = useRouter()
  const csv = paths.api.sessions(fleet, { ...sessionQuery(change(filters, { limit: EXPORT_MAX })), format: 'csv' })
  return (
    <div role="toolbar" aria-label="Filters" className="flex min-h-10 flex-wrap items-center gap-2 py-2">
      <SearchBox
        asked={filters.q ?? ''}
        onAsk={(text) =>
          router.replace(sessionsHref({ filters: change(filters, { q: text || undefined }) }, fleet), { scroll: false })
        }
        placeholder="Filter by id, name, agent, project"
        label="Filter sessions by id, name, agent, task or project"
      />
      {filterChips(filters).map(({ key, label, value, without }) => (
        <Chip
          key={key}
          removeHref={sessionsHref({ filters: without }, fleet)}
          removeLabel={`Remove the filter ${label} ${plainText(value, 60)}`}
        >
          {label} <b>{plainText(value, 80)}</b>
        </Chip>
      ))}
      <AddSessionFilter filters={filters} fleet={fleet} rows={rows} />
      {isFiltered(filters) ? (
        <Link
          href={sessionsHref({ filters: resetFilters(filters) }, fleet)}
          scroll={false}
          className={buttonClass({ look: 'ghost', size: 'sm' })}
        >
          Reset
        </Link>
      ) : null}
      <span className="ml-auto flex items-center gap-2 max-md:ml-0">
        <span className="text-12 text-3 max-lg:sr-only">Order: {ORDER_WORDS[filters.sort]}</span>
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
