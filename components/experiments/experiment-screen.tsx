'use client'

import { useQuery } from '@tanstack/react-query'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { CopyButton } from '@/components/ui/copy'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { Tag } from '@/components/ui/status'
import { useToast } from '@/components/ui/toast'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { experimentQuery } from '@/lib/experiments/queries'
import { askedOf } from '@/lib/experiments/view'
import { METRIC_WORDS } from '@/lib/experiments/words'
import type { Fleet } from '@/lib/http/wire'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import { paths } from '@/lib/paths'
import { ExperimentBody } from './experiment-body'
import { Exports } from './exports'
import { type ExperimentPlace, useExperimentPlace } from './use-experiment-place'

/** One experiment: what may be said of its arms, in the order in which it has to be read. */
export function ExperimentScreen({ id, fleet }: { id: string; fleet: Fleet }) {
  const place = useExperimentPlace(id, fleet)
  const { data, error, refetch, isPlaceholderData } = useQuery(experimentQuery(id, askedOf(place.view), fleet))
  useExperimentKeys(place)
  const name = data?.name ?? id
  return (
    <Page
      tabTitle={middleTruncate(plainText(name), 40)}
      crumbs={[{ label: 'Experiments', href: paths.experiments(fleet) }]}
      title={
        <bdi className="block max-w-[48ch] truncate" title={plainText(name)}>
          {plainText(name, 160)}
        </bdi>
      }
      meta={data ? <Meta experiment={data} /> : null}
      actions={data ? <Exports id={id} place={place} /> : null}
    >
      {data ? (
        <div className={isPlaceholderData ? 'opacity-60' : ''}>
          <ExperimentBody experiment={data} place={place} />
        </div>
      ) : error ? (
        <QueryError what="this experiment" error={error} onRetry={() => void refetch()} />
      ) : (
        <ExperimentSkeleton />
      )}
    </Page>
  )
}

function Meta({ experiment }: { experiment: ExperimentDetail }) {
  const { id, metric, declared, definition, result, analysis } = experiment
  return (
    <>
      <CopyButton text={id} label="Copy the id" />
      <Tag title="the metric that is compared">{METRIC_WORDS[metric].label}</Tag>
      {definition.calibration ? <Tag title="both arms are the same on purpose">A/A calibration</Tag> : null}
      {declared ? null : <Tag title="nobody fixed metric, test and arms beforehand">not declared</Tag>}
      {result === null ? null : (
        <span className="truncate text-12 text-3">
          computed <RelativeTime at={result.computedAt} /> · seed {analysis?.seed ?? result.seed}
        </span>
      )}
    </>
  )
}

function useExperimentKeys(place: ExperimentPlace) {
  const toast = useToast()
  const here = { group: 'On this page', palette: true } as const
  const copyLink = () => {
    navigator.clipboard.writeText(window.location.href).then(
      () => toast({ text: 'Link copied' }),
      () => toast({ text: 'The browser refused to copy the link', tone: 'warn' }),
    )
  }
  useKeys([
    { id: 'copy link', keys: ['c'], label: 'Copy the link of this experiment', run: copyLink, ...here },
    {
      id: 'picture or table',
      keys: ['t'],
      label: 'Pictures or table of pairs',
      run: () => place.go({ as: place.view.as === 'table' ? 'picture' : 'table' }),
      ...here,
    },
  ])
}

/** The parts in their final places, without their contents. */
function ExperimentSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-6 pt-6">
      <div className="grid h-24 grid-cols-2 items-center gap-4 border-line border-b md:grid-cols-5">
        {['arms', 'planned', 'run', 'evaluable', 'excluded'].map((name) => (
          <Skeleton key={name} className="h-5 w-28" />
        ))}
      </div>
      {['validity', 'detectable', 'effect', 'measures', 'pairs'].map((name) => (
        <Skeleton key={name} className="w-full" />
      ))}
    </div>
  )
}
