'use client'

import Link from 'next/link'
import { NoRows } from '@/components/lists/no-rows'
import { Command } from '@/components/ui/copy'
import { EXPERIMENT_LIST, type ExperimentFilters, filterChips } from '@/lib/experiments/filters'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'

const ALL = { id: 'all', label: 'All' }

export function NoExperiments({ filters, fleet }: { filters: ExperimentFilters; fleet: Fleet }) {
  return (
    <NoRows
      address={EXPERIMENT_LIST}
      filters={filters}
      fleet={fleet}
      what="experiment"
      tab={ALL}
      chips={filterChips(filters)}
    >
      <p>
        An experiment compares two arms pair by pair. It appears by itself with a table of results of several
        configurations, with rows of ab_test_results, or with the evidence of a GEPA job:
      </p>
      <Command>npx pitwall import PATH</Command>
      <p>
        Or{' '}
        <Link href={paths.newExperiment(fleet)} className="text-accent underline">
          declare one
        </Link>
        : fix arms, metric and test before results are shown.
      </p>
      <p>Pairs of your own, without any records, are analysed from a file:</p>
      <Command>npx pitwall pairs analyze FILE</Command>
    </NoRows>
  )
}
