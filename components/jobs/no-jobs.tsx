'use client'

import { NoRows } from '@/components/lists/no-rows'
import { Command } from '@/components/ui/copy'
import type { Fleet } from '@/lib/http/wire'
import { filterChips } from '@/lib/jobs/filter-chips'
import { JOB_LIST } from '@/lib/jobs/filters'
import type { ListJobsInput } from '@/lib/jobs/schema'
import { JOB_TABS } from '@/lib/jobs/tabs'

export function NoJobs({ filters, fleet }: { filters: ListJobsInput; fleet: Fleet }) {
  return (
    <NoRows
      address={JOB_LIST}
      filters={filters}
      fleet={fleet}
      what="job"
      tab={JOB_TABS.tabOf(filters)}
      chips={filterChips(filters)}
    >
      <p>A job is what was asked for: an optimisation, a benchmark, a task. It appears with the records of its runs:</p>
      <Command>npx pitwall import PATH</Command>
    </NoRows>
  )
}
