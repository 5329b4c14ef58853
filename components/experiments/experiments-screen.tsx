'use client'

import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { EXPERIMENT_LIST } from '@/lib/experiments/filters'
import type { Fleet } from '@/lib/http/wire'
import { ExperimentList } from './experiment-list'
import { ExperimentsToolbar } from './experiments-toolbar'

/** The page of experiments. The address is its state. */
export function ExperimentsScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const view = EXPERIMENT_LIST.parse(Object.fromEntries(params))
  return (
    <Page title="Experiments" tabTitle="Experiments">
      <ExperimentsToolbar filters={view.filters} fleet={fleet} />
      <h2 className="sr-only">List</h2>
      <ExperimentList view={view} fleet={fleet} />
    </Page>
  )
}
