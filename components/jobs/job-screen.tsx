'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { CopyButton } from '@/components/ui/copy'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Skeleton } from '@/components/ui/skeleton'
import { Badge, Tag } from '@/components/ui/status'
import { useToast } from '@/components/ui/toast'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { jobTitle } from '@/lib/jobs/job-words'
import { jobDetailQuery } from '@/lib/jobs/queries'
import type { JobDetail } from '@/lib/jobs/schema'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import { paths } from '@/lib/paths'
import { STATUS_WORDS } from '@/lib/runs/status'
import { JobBody } from './job-body'
import { type JobPlace, useJobPlace } from './use-job-place'

interface JobScreenProps {
  id: string
  fleet: Fleet
  /** The section of ledgers, which jobs share with runs and windows. */
  ledgers: ReactNode
  /** The failure patterns seen in it, which jobs share with runs and sessions. */
  patterns: ReactNode
}

/** One job. It is asked again while it goes on; its parts when anything was imported. */
export function JobScreen({ id, fleet, ledgers, patterns }: JobScreenProps) {
  const { data: job, error, refetch } = useQuery(jobDetailQuery(id, fleet))
  const place = useJobPlace(id, fleet)
  useJobKeys(place)
  const { text, isId } = job ? jobTitle(job) : { text: id, isId: true }
  return (
    <Page
      tabTitle={middleTruncate(plainText(text), 40)}
      crumbs={crumbsOf(job, fleet)}
      title={
        isId ? (
          <MiddleTruncate text={text} max={44} copy={false} className="font-mono text-14" />
        ) : (
          <bdi className="block max-w-[40ch] truncate" title={plainText(text)}>
            {plainText(text, 160)}
          </bdi>
        )
      }
      meta={job ? <JobMeta job={job} /> : null}
    >
      {job ? (
        <JobBody job={job} place={place} ledgers={ledgers} patterns={patterns} />
      ) : error ? (
        <QueryError what="this job" error={error} onRetry={() => void refetch()} />
      ) : (
        <JobSkeleton />
      )}
    </Page>
  )
}

/** A job of a group leads back over its group. */
function crumbsOf(job: JobDetail | undefined, fleet: Fleet) {
  const list = { label: 'Jobs', href: paths.jobs(fleet) }
  if (!job?.parent?.known) return [list]
  const { id, name } = job.parent
  return [list, { label: plainText(middleTruncate(name ?? id, 24)), href: paths.job(id, fleet) }]
}

function useJobKeys(place: JobPlace) {
  const toast = useToast()
  const here = { group: 'On this page', palette: true } as const
  const copyLink = () => {
    navigator.clipboard.writeText(window.location.href).then(
      () => toast({ text: 'Link copied' }),
      () => toast({ text: 'The browser refused to copy the link', tone: 'warn' }),
    )
  }
  useKeys([
    { id: 'copy link', keys: ['c'], label: 'Copy the link of this job', run: copyLink, ...here },
    {
      id: 'chart or table',
      keys: ['t'],
      label: 'Chart or table',
      when: () => place.view.tab === 'candidates' || place.view.tab === 'metrics',
      run: () => place.go({ as: place.view.as === 'table' ? 'chart' : 'table' }),
      ...here,
    },
  ])
}

function JobMeta({ job }: { job: JobDetail }) {
  const { label, tone } = STATUS_WORDS[job.statusDerived]
  return (
    <>
      <CopyButton text={job.id} label="Copy the id" />
      <Badge tone={tone} running={job.statusDerived === 'running'}>
        {label}
      </Badge>
      {job.conflict ? (
        <span className="whitespace-nowrap text-12 text-warn" title={plainText(job.conflictReason ?? '')}>
          ≠ {STATUS_WORDS[job.status].label}
        </span>
      ) : null}
      {job.jobs > 0 ? <Tag title="its numbers are those of its jobs too">group</Tag> : null}
      <span className="truncate text-3">
        <HostileText text={job.system} max={40} />
        {job.type === null ? null : (
          <>
            {' · '}
            <bdi>{plainText(job.type.replaceAll('_', ' '), 60)}</bdi>
          </>
        )}
        {job.modelRequested === null ? null : (
          <>
            {' · '}
            <bdi title="the model that was asked for">{plainText(job.modelRequested, 40)}</bdi>
          </>
        )}
      </span>
    </>
  )
}

/** The parts in their final places, without their contents. */
function JobSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-6 pt-6">
      <Skeleton className="h-5 w-[480px] max-w-full" />
      <div className="grid h-24 grid-cols-2 items-center gap-4 border-line border-y md:grid-cols-5">
        {['runs', 'score', 'results', 'tokens', 'cost'].map((name) => (
          <Skeleton key={name} className="h-5 w-28" />
        ))}
      </div>
      {['one', 'two', 'three', 'four'].map((name) => (
        <Skeleton key={name} className="w-full" />
      ))}
    </div>
  )
}
