'use client'

import { useRouter } from 'next/navigation'
import { SearchBox } from '@/components/ui/search-box'
import type { Fleet } from '@/lib/http/wire'
import { change, runsHref } from '@/lib/runs/filters'
import type { ListRunsInput } from '@/lib/runs/schema'

/** The text is part of the address. */
export function RunSearch({ filters, fleet }: { filters: ListRunsInput; fleet: Fleet }) {
  const router = useRouter()
  return (
    <SearchBox
      asked={filters.q ?? ''}
      onAsk={(text) =>
        router.replace(runsHref({ filters: change(filters, { q: text || undefined }) }, fleet), { scroll: false })
      }
      placeholder="Filter by id, name, job, phase"
      label="Filter runs by id, name, job or phase"
    />
  )
}
