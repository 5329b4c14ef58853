'use client'

import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { EXPERIMENT_LIST } from '@/lib/experiments/filters'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { ExperimentList } from './experiment-list'
import { ExperimentsToolbar } from './experiments-toolbar'

const LINK = 'inline-flex min-h-6 items-center text-accent hover:underline'

/** The page of experiments. The address is its state. */
export function ExperimentsScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const view = EXPERIMENT_LIST.parse(Object.fromEntries(params))
  return (
    <Page
      title="Experiments"
      tabTitle="Experiments"
      actions={
        <>
          <Link
            href={paths.campaigns(fleet)}
            prefetch={false}
            className={cx(buttonClass({ size: 'sm' }), 'max-md:hidden')}
          >
            Replay campaigns
          </Link>
          <Link
            href={paths.overrides(fleet)}
            prefetch={false}
            className={cx(buttonClass({ size: 'sm' }), 'max-md:hidden')}
          >
            Overrides
          </Link>
          <Link href={paths.newExperiment(fleet)} prefetch={false} className={buttonClass({ size: 'sm' })}>
            Declare
          </Link>
        </>
      }
    >
      <ExperimentsToolbar filters={view.filters} fleet={fleet} />
      <h2 className="sr-only">List</h2>
      <ExperimentList view={view} fleet={fleet} />
      <p className="flex gap-4 pt-4 md:hidden">
        <Link href={paths.campaigns(fleet)} prefetch={false} className={LINK}>
          Replay campaigns
        </Link>
        <Link href={paths.overrides(fleet)} prefetch={false} className={LINK}>
          Overrides
        </Link>
      </p>
    </Page>
  )
}
