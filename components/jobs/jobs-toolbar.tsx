'use client'

import { ListToolbar } from '@/components/lists/list-toolbar'
import type { Fleet } from '@/lib/http/wire'
import { filterChips } from '@/lib/jobs/filter-chips'
import { JOB_LIST, ORDER_WORDS } from '@/lib/jobs/filters'
import type { JobFacets, ListJobsInput } from '@/lib/jobs/schema'
import { paths } from '@/lib/paths'
import { AddJobFilter } from './add-job-filter'

const SEARCH = { placeholder: 'Id, name or project', label: 'Filter jobs by id, name or project' }

interface JobsToolbarProps {
  filters: ListJobsInput
  fleet: Fleet
  facets: JobFacets | undefined
}

export function JobsToolbar({ filters, fleet, facets }: JobsToolbarProps) {
  return (
    <ListToolbar
      address={JOB_LIST}
      filters={filters}
      fleet={fleet}
      chips={filterChips(filters)}
      search={SEARCH}
      order={ORDER_WORDS[filters.sort]}
      apiPath={paths.api.jobs}
    >
      <AddJobFilter filters={filters} fleet={fleet} facets={facets} />
    </ListToolbar>
  )
}
