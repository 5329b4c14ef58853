'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { EmptyState } from '@/components/ui/empty-state'
import type { Fleet } from '@/lib/http/wire'
import { jobRunsQuery } from '@/lib/jobs/queries'
import type { JobDetail } from '@/lib/jobs/schema'
import type { RunSummary } from '@/lib/runs/schema'
import { SESSION_LIST } from '@/lib/sessions/filters'
import { sessionListQuery } from '@/lib/sessions/queries'
import { formatInteger } from '@/lib/time/format-quantity'
import { JobSessionTable } from './job-session-table'
import { PartSelect } from './part-controls'
import { PartSkeleton, rowsOf } from './part-rows'
import { RoleTable } from './spend-section'
import type { JobPlace } from './use-job-place'

/** Who worked on it: what each role spent, and the sessions of all its runs or of one. */
export function JobSessionsSection({ job, place }: { job: JobDetail; place: JobPlace }) {
  const { rows } = rowsOf(useInfiniteQuery(jobRunsQuery(job.id, place.fleet)))
  const withSessions = rows.filter((run) => run.sessions > 0)
  return (
    <>
      {job.spendByRole.length > 0 ? (
        <Section id="roles" title="By role" about="what the sessions of each role spent">
          <RoleTable roles={job.spendByRole} />
        </Section>
      ) : null}
      <Section
        id="sessions"
        title="Sessions"
        count={formatInteger(job.counts.sessions)}
        actions={
          withSessions.length > 1 ? (
            <PartSelect
              place={place}
              name="runId"
              label="Run"
              any="all of them"
              options={withSessions.map((run) => ({ value: run.id, label: runLabel(run) }))}
            />
          ) : null
        }
      >
        <Sessions jobId={job.id} runId={place.view.runId} fleet={place.fleet} />
      </Section>
    </>
  )
}

const runLabel = ({ name, nativeId, sessions }: RunSummary) => `${name ?? nativeId} (${formatInteger(sessions)})`

const PAGE = 200

function Sessions({ jobId, runId, fleet }: { jobId: string; runId: string | undefined; fleet: Fleet }) {
  const filters = SESSION_LIST.change(SESSION_LIST.parse({}).filters, { jobId, runId })
  const { data, error, refetch } = useQuery(sessionListQuery(SESSION_LIST.withPageSize(filters, PAGE), fleet))
  if (error && !data) return <QueryError what="the sessions" error={error} onRetry={() => void refetch()} />
  if (!data) return <PartSkeleton />
  if (data.items.length === 0) {
    return (
      <EmptyState
        kind="nothing-yet"
        title={runId === undefined ? 'No session stands in a run' : 'No session in this run'}
      >
        <p>Its sessions are told by what they spent alone.</p>
      </EmptyState>
    )
  }
  return (
    <>
      <JobSessionTable sessions={data.items} fleet={fleet} />
      <p className="py-2 text-12 text-3">
        <Link href={SESSION_LIST.href({ filters }, fleet)} className="text-accent hover:underline">
          Open in Sessions
        </Link>
        {data.nextCursor === null ? '' : ` · the first ${formatInteger(data.items.length)} stand here`}
      </p>
    </>
  )
}
