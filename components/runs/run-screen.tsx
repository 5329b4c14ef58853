'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass, IconButton } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Skeleton } from '@/components/ui/skeleton'
import { Badge } from '@/components/ui/status'
import { useToast } from '@/components/ui/toast'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import { shortModel } from '@/lib/model/model-name'
import { isTranscript } from '@/lib/model/systems'
import { paths } from '@/lib/paths'
import { runDetailQuery, runKeys, runStatusQuery } from '@/lib/runs/queries'
import { sourceSaid } from '@/lib/runs/run-cells'
import type { RunDetail } from '@/lib/runs/schema'
import { STATUS_WORDS } from '@/lib/runs/status'
import { RunSections } from './run-sections'
import { placeInTrail, readTrail, type TrailPlace } from './run-trail'

interface RunScreenProps {
  id: string
  fleet: Fleet
  /** The section of ledgers, which runs share with jobs and windows. */
  ledgers: ReactNode
  /** The failure patterns seen in it, which runs share with sessions and jobs. */
  patterns: ReactNode
}

/** One run. Its small status route is polled; the rest is read again when that tells a new revision. */
export function RunScreen({ id, fleet, ledgers, patterns }: RunScreenProps) {
  const { data: run, error, refetch } = useQuery(runDetailQuery(id, fleet))
  useRevision(id, fleet, run?.revision)
  const place = usePlace(id)
  const [asTable, setAsTable] = useState(false)
  useRunKeys(fleet, place, () => setAsTable(!asTable))
  const nativeId = run?.nativeId ?? id
  const topic = run && isTranscript(run.system) ? run.name : null
  return (
    <Page
      tabTitle={middleTruncate(plainText(topic ?? nativeId), 40)}
      crumbs={[{ label: 'Runs', href: place?.href ?? paths.runs(fleet) }]}
      title={
        topic === null ? (
          <MiddleTruncate text={nativeId} max={44} copy={false} className="font-mono text-14" />
        ) : (
          <bdi className="block max-w-[40ch] truncate" title={plainText(topic)}>
            {plainText(topic, 160)}
          </bdi>
        )
      }
      meta={run ? <RunMeta run={run} fleet={fleet} /> : null}
      actions={
        <>
          <Link
            href={paths.compare(fleet, { control: id })}
            prefetch={false}
            className={cx(buttonClass({ size: 'sm' }), 'max-md:hidden')}
          >
            Compare with…
          </Link>
          {place ? <Steps place={place} fleet={fleet} /> : null}
        </>
      }
    >
      {run ? (
        <RunSections
          run={run}
          fleet={fleet}
          asTable={asTable}
          onAsTable={setAsTable}
          ledgers={ledgers}
          patterns={patterns}
        />
      ) : error ? (
        <QueryError what="this run" error={error} onRetry={() => void refetch()} />
      ) : (
        <RunSkeleton />
      )}
    </Page>
  )
}

function useRevision(id: string, fleet: Fleet, shown: number | undefined) {
  const client = useQueryClient()
  const { data: status } = useQuery(runStatusQuery(id, fleet))
  const isBehind = status !== undefined && shown !== undefined && status.revision > shown
  useEffect(() => {
    if (!isBehind) return
    const isPart = (key: readonly unknown[]) => !key.includes('status')
    void client.invalidateQueries({ queryKey: runKeys.run(id, fleet), predicate: ({ queryKey }) => isPart(queryKey) })
  }, [client, id, fleet, isBehind])
}

const never = () => () => {}

function usePlace(id: string): TrailPlace | null {
  return placeInTrail(
    useSyncExternalStore(never, readTrail, () => ''),
    id,
  )
}

function useRunKeys(fleet: Fleet, place: TrailPlace | null, onTable: () => void) {
  const router = useRouter()
  const toast = useToast()
  const go = (id: string | null | undefined) => {
    if (id) router.push(paths.run(id, fleet))
  }
  const copyLink = () => {
    navigator.clipboard.writeText(window.location.href).then(
      () => toast({ text: 'Link copied' }),
      () => toast({ text: 'The browser refused to copy the link', tone: 'warn' }),
    )
  }
  const here = { group: 'On this page', palette: true } as const
  useKeys([
    {
      id: 'previous run',
      keys: ['['],
      label: 'Previous run of the list',
      when: () => Boolean(place?.previous),
      run: () => go(place?.previous),
      ...here,
    },
    {
      id: 'next run',
      keys: [']'],
      label: 'Next run of the list',
      when: () => Boolean(place?.next),
      run: () => go(place?.next),
      ...here,
    },
    { id: 'copy link', keys: ['c'], label: 'Copy the link of this run', run: copyLink, ...here },
    { id: 'phases as table', keys: ['t'], label: 'Phases as timeline or table', run: onTable, ...here },
  ])
}

function RunMeta({ run, fleet }: { run: RunDetail; fleet: Fleet }) {
  const { label, tone } = STATUS_WORDS[run.statusDerived]
  const said = sourceSaid(run)
  const [model, ...more] = run.models
  return (
    <>
      <CopyButton text={run.id} label="Copy the id" />
      <Badge tone={tone} running={run.statusDerived === 'running'}>
        {label}
      </Badge>
      {said.kind === 'differs' ? (
        <span className="whitespace-nowrap text-12 text-warn" title={plainText(said.title)}>
          ≠ {said.text}
        </span>
      ) : null}
      <span className="truncate text-3">
        <HostileText text={run.system} max={40} />
        {model === undefined ? null : ` · ${plainText(shortModel(model), 40)}`}
        {more.length > 0 ? ` +${more.length}` : ''}
      </span>
      {run.jobId === null ? null : (
        <Link
          href={paths.job(run.jobId, fleet)}
          prefetch={false}
          title={plainText(`of the job ${run.jobId}`)}
          className="min-w-16 truncate text-accent hover:underline"
        >
          job <bdi>{plainText(middleTruncate(run.jobId.replace(/^[^:]*:/, ''), 28))}</bdi>
        </Link>
      )}
    </>
  )
}

function Steps({ place, fleet }: { place: TrailPlace; fleet: Fleet }) {
  const router = useRouter()
  const step = (id: string | null) => ({
    size: 'sm' as const,
    disabledReason: id === null ? 'the list ends here' : null,
    onClick: () => id !== null && router.push(paths.run(id, fleet)),
  })
  return (
    <span className="flex items-center gap-1 text-12 text-3 max-md:hidden">
      <IconButton icon="chevron-left" label="Previous run" keys="[" {...step(place.previous)} />
      <span className="whitespace-nowrap max-lg:hidden">
        {place.position} of {place.of}
      </span>
      <IconButton icon="chevron-right" label="Next run" keys="]" {...step(place.next)} />
    </span>
  )
}

/** The parts in their final places, without their contents. */
function RunSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-6 pt-6">
      <Skeleton className="h-5 w-[480px] max-w-full" />
      <div className="grid h-24 grid-cols-2 items-center gap-4 border-line border-y md:grid-cols-5">
        {['tokens', 'phases', 'duration', 'failed', 'cost'].map((name) => (
          <Skeleton key={name} className="h-5 w-28" />
        ))}
      </div>
      {['one', 'two', 'three', 'four', 'five', 'six'].map((name) => (
        <Skeleton key={name} className="w-full" />
      ))}
    </div>
  )
}
