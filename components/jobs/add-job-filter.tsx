'use client'

import { useState } from 'react'
import { FilterChoice, FilterDay } from '@/components/lists/filter-controls'
import { FilterPopover } from '@/components/lists/filter-popover'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { JOB_LIST } from '@/lib/jobs/filters'
import type { JobFacets, ListJobsInput } from '@/lib/jobs/schema'
import { dayBefore, formFields } from '@/lib/lists/time-span'
import { flagLabel } from '@/lib/model/flags'
import { STATUS_WORDS } from '@/lib/runs/status'
import { formatInteger } from '@/lib/time/format-quantity'

interface AddJobFilterProps {
  filters: ListJobsInput
  fleet: Fleet
  /** Every value that some job has; undefined until it is read. */
  facets: JobFacets | undefined
}

const GROUPING = [
  { value: 'false', label: 'groups and single jobs' },
  { value: 'true', label: 'only jobs of a group' },
]

/** Every value that exists with its count, and the one that the address names in any case. */
function optionsOf<T extends string>(
  facets: readonly { value: T; jobs: number }[] | undefined,
  set: T | undefined,
  words: (value: T) => string = (value) => value,
) {
  const options = (facets ?? []).map(({ value, jobs }) => ({
    value,
    label: `${plainText(words(value), 60)} (${formatInteger(jobs)})`,
  }))
  if (set === undefined || options.some(({ value }) => value === set)) return options
  return [...options, { value: set, label: plainText(words(set), 60) }]
}

/** A dashed chip that opens a small form with every filter of the list. */
export function AddJobFilter({ filters, fleet, facets }: AddJobFilterProps) {
  const [open, setOpen] = useState(false)
  const { type, system, status, flag, nested, from, to } = filters
  return (
    <FilterPopover
      label="filter"
      title="Filters"
      submit="Filter"
      open={open}
      onOpenChange={setOpen}
      hrefOf={(form) => JOB_LIST.href({ filters: JOB_LIST.withForm(filters, formFields(form)) }, fleet)}
      className="w-64"
    >
      <FilterChoice name="type" label="Type" value={type} options={optionsOf(facets?.types, type)} />
      <FilterChoice name="system" label="System" value={system} options={optionsOf(facets?.systems, system)} />
      <FilterChoice
        name="status"
        label="Evidence says"
        value={status}
        options={optionsOf(facets?.statuses, status, (value) => STATUS_WORDS[value].label)}
      />
      <FilterChoice name="flag" label="Flag" value={flag} options={optionsOf(facets?.flags, flag, flagLabel)} />
      <FilterChoice name="nested" label="Groups" value={nested?.toString()} options={GROUPING} />
      <div className="grid grid-cols-2 gap-2">
        <FilterDay name="from" label="From, UTC" value={from} />
        <FilterDay name="to" label="To, inclusive" value={to && dayBefore(to)} />
      </div>
    </FilterPopover>
  )
}
