'use client'

import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { buttonClass } from '@/components/ui/button'
import { EXPERIMENT_LIST } from '@/lib/experiments/filters'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { ExperimentList } from './experiment-list'
import { ExperimentsToolbar } from './experiments-toolbar'

/** The page of experiments. The address is its state. */
export function ExperimentsScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const view = EXPERIMENT_LIST.parse(Object.fromEntries(params))
  return (
    <Page
      title="Experiments"
      tabTitle="Experiments"
      actions={
        <Link href={paths.campaigns(fleet)} className={buttonClass({ size: 'sm' })}>
          <span className="max-md:hidden">Replay campaigns</span>
          <span className="md:hidden">Replays</span>
        </Link>
      }
    >
      <ExperimentsToolbar filters={view.filters} fleet={fleet} />
      <h2 className="sr-only">List</h2>
      <ExperimentList view={view} fleet={fleet} />
    </Page>
  )
}
