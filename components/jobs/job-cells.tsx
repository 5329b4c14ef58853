'use client'

import Link from 'next/link'
import { CostCell, TokensCell } from '@/components/lists/amount-cells'
import { cx } from '@/components/ui/cx'
import { NotRecorded } from '@/components/ui/num'
import { PhaseBar } from '@/components/ui/phase-bar'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusMark, Tag } from '@/components/ui/status'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import {
  costOf,
  flagNames,
  jobTitle,
  resultsText,
  runWords,
  scoreGain,
  scoreText,
  tokensOf,
} from '@/lib/jobs/job-words'
import type { JobSummary } from '@/lib/jobs/schema'
import { flagLabel } from '@/lib/model/flags'
import { paths } from '@/lib/paths'
import { byWeight } from '@/lib/runs/flag-tone'
import { STATUS_WORDS } from '@/lib/runs/status'
import { formatInteger } from '@/lib/time/format-quantity'
import type { JobColumnId } from './job-columns'

interface CellProps {
  job: JobSummary
  fleet: Fleet
  /** The row above is its group, or another job of it. */
  nested?: boolean
}

const TITLE_MAX = 160

/** The name as a link; a group says how many jobs it holds. */
export function JobLink({ job, fleet, nested = false }: CellProps) {
  const { text, isId } = jobTitle(job)
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      {nested ? (
        <span title="a job of the group above" className="flex-none text-3">
          <span aria-hidden="true">└</span>
          <span className="sr-only">in the group above: </span>
        </span>
      ) : null}
      <Link
        href={paths.job(job.id, fleet)}
        prefetch={false}
        title={plainText(isId ? text : `${text} · ${job.nativeId}`)}
        className={cx('min-w-0 truncate hover:underline', isId && 'font-mono text-12')}
      >
        <bdi>{plainText(isId ? middleTruncate(text, 40) : text, TITLE_MAX)}</bdi>
      </Link>
      {job.jobs > 0 ? (
        <span className="flex flex-none">
          <Tag title="a group: its runs, tokens and results are those of its jobs too">
            {formatInteger(job.jobs)} {job.jobs === 1 ? 'job' : 'jobs'}
          </Tag>
        </span>
      ) : null}
    </span>
  )
}

/** The state that evidence gives, and what the source said where that is of another class. */
export function JobState({
  job,
}: {
  job: Pick<JobSummary, 'statusDerived' | 'conflict' | 'status' | 'conflictReason'>
}) {
  const { label, tone, about } = STATUS_WORDS[job.statusDerived]
  return (
    <span className="inline-flex max-w-full items-baseline gap-1.5">
      <StatusMark tone={tone} running={job.statusDerived === 'running'} title={`${label}: ${about}`}>
        {label}
      </StatusMark>
      {job.conflict ? (
        <span
          className="truncate text-12 text-warn"
          title={plainText(job.conflictReason ?? `the source said ${STATUS_WORDS[job.status].label}`)}
        >
          <span aria-hidden="true">≠ </span>
          <span className="sr-only">the source said </span>
          {STATUS_WORDS[job.status].label}
        </span>
      ) : null}
    </span>
  )
}

export function RunsDone({ runs }: Pick<JobSummary, 'runs'>) {
  if (runs.total === 0) return <NotRecorded reason="no run names this job" />
  return (
    <span className="inline-flex items-center justify-end gap-1.5" title={runWords(runs)}>
      <PhaseBar {...runs} />
      <span className="min-w-8 text-right">
        {formatInteger(runs.done)}
        <span className="text-3">/</span>
        {formatInteger(runs.total)}
      </span>
    </span>
  )
}

/** The best score, and by how much it is better than where the job began. */
export function BestScore({ job }: { job: Pick<JobSummary, 'bestScore' | 'baselineScore' | 'candidates'> }) {
  const { bestScore, baselineScore } = job
  if (bestScore === null) {
    return <NotRecorded reason={job.candidates > 0 ? 'no candidate has a score' : 'the source names no score'} />
  }
  const gain = scoreGain(job, 2)
  return (
    <span title={baselineScore === null ? 'no baseline recorded' : `baseline ${scoreText(baselineScore)}`}>
      <span className="text-12 text-3 md:hidden">best </span>
      {scoreText(bestScore)}
      {gain === null ? null : <span className="text-12 text-3"> ({gain})</span>}
    </span>
  )
}

export function Resolved({ results }: Pick<JobSummary, 'results'>) {
  if (results.total === 0) return <NotRecorded reason="no result is recorded" />
  return (
    <span title={resultsText(results)}>
      {formatInteger(results.resolved)}
      <span className="text-3">/</span>
      {formatInteger(results.total)}
      <span className="text-12 text-3 md:hidden"> resolved</span>
    </span>
  )
}

function Flags({ job }: CellProps) {
  const [first, ...rest] = byWeight(flagNames(job).map((name) => ({ name })))
  if (!first) return <NotRecorded reason="nothing was found wrong in the record" />
  return (
    <span className="flex items-center gap-1 overflow-hidden">
      <span className="flex min-w-0">
        <Tag title={flagLabel(first.name)}>{plainText(flagLabel(first.name), 40)}</Tag>
      </span>
      {rest.length > 0 ? (
        <span
          className="flex-none text-12 text-3"
          title={plainText(rest.map(({ name }) => flagLabel(name)).join(', '))}
        >
          +{rest.length}
        </span>
      ) : null}
    </span>
  )
}

/** What stands in each column. */
export const JOB_CELLS = {
  job: JobLink,
  type: ({ job: { type, system } }) => (
    <span className="flex min-w-0 gap-1.5 text-2" title={plainText(type === null ? system : `${type} · ${system}`)}>
      {type === null ? (
        <NotRecorded reason="the source names no type" />
      ) : (
        <bdi className="min-w-0 truncate">{plainText(type.replaceAll('_', ' '), 60)}</bdi>
      )}
      <span className="flex-none text-12 text-3">{plainText(system, 20)}</span>
    </span>
  ),
  evidence: JobState,
  runs: ({ job }) => <RunsDone runs={job.runs} />,
  score: BestScore,
  results: ({ job }) => <Resolved results={job.results} />,
  tokens: ({ job }) => <TokensCell {...tokensOf(job)} />,
  cost: ({ job }) => <CostCell {...costOf(job)} />,
  flags: Flags,
  last: ({ job }) => <RelativeTime at={job.lastEvidenceAt} reason="no time is recorded" className="text-2" />,
} as const satisfies Record<JobColumnId, (props: CellProps) => React.ReactNode>
