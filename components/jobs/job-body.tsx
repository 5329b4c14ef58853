'use client'

import type { ReactNode } from 'react'
import { Section } from '@/components/ui/anchored-section'
import { CopyButton } from '@/components/ui/copy'
import { EmptyState } from '@/components/ui/empty-state'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Tabs } from '@/components/ui/tabs'
import { jobTabs } from '@/lib/jobs/job-tabs'
import { type JobTabId, jobHref } from '@/lib/jobs/job-view'
import type { JobDetail } from '@/lib/jobs/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import { AgentsSection } from './agents-section'
import { AskedSection } from './asked-section'
import { CandidatesSection } from './candidates-section'
import { DataList } from './fact-list'
import { BaselinesSection, ChildrenSection } from './group-sections'
import { JobEventsSection } from './job-events-section'
import { JobFlagsSection } from './job-flags-section'
import { JobNumbers } from './job-numbers'
import { JobPhasesSection } from './job-phases-section'
import { JobRecordSection } from './job-record-section'
import { JobRunsSection } from './job-runs-section'
import { JobSessionsSection } from './job-sessions-section'
import { JobStates } from './job-states'
import { LimitsSection } from './limits-section'
import { MetricsSection } from './metrics-section'
import { ResultsSection } from './results-section'
import { SpendSection } from './spend-section'
import type { JobPlace } from './use-job-place'

interface JobPartProps {
  job: JobDetail
  place: JobPlace
  ledgers: ReactNode
  patterns: ReactNode
}

/** States and numbers, then the part that the address names. */
export function JobBody({ job, place, ledgers, patterns }: JobPartProps) {
  const tabs = jobTabs(job)
  const current = tabs.find(({ id }) => id === place.view.tab)
  const Part = PARTS[place.view.tab]
  return (
    <>
      <p className="flex items-center gap-1 pt-3 md:hidden">
        <MiddleTruncate text={job.id} max={40} copy={false} className="truncate text-2" />
        <CopyButton text={job.id} label="Copy the id" />
      </p>
      <JobStates job={job} />
      <div className="bleed page-x mt-4 border-line border-t">
        <JobNumbers job={job} place={place} />
      </div>
      <Tabs
        label="Parts of this job"
        items={tabs.map(({ id, label, count, loud }) => ({
          // Filters belong to the part they narrow.
          href: jobHref(job.id, { tab: id }, place.fleet),
          label,
          current: id === place.view.tab,
          count: count === null ? null : formatInteger(count),
          tone: loud ? 'bad' : undefined,
        }))}
      />
      <div>
        {current ? (
          <Part job={job} place={place} ledgers={ledgers} patterns={patterns} />
        ) : (
          <EmptyState kind="nothing-yet" title={`This job has no ${place.view.tab}`}>
            <p>The source records none.</p>
          </EmptyState>
        )}
      </div>
    </>
  )
}

function Summary({ job, place, ledgers, patterns }: JobPartProps) {
  const { fleet } = place
  return (
    <>
      <AskedSection job={job} fleet={fleet} />
      {Object.keys(job.data).length > 0 ? (
        <Section id="facts" title="As the source tells it" about="in its own words">
          <DataList data={job.data} />
        </Section>
      ) : null}
      {job.jobs > 0 ? <ChildrenSection job={job} fleet={fleet} /> : null}
      {job.baselines.length > 0 ? <BaselinesSection job={job} /> : null}
      {patterns}
      {ledgers}
      <SpendSection job={job} />
      <JobFlagsSection job={job} fleet={fleet} />
      <JobRecordSection job={job} fleet={fleet} />
    </>
  )
}

const PARTS = {
  summary: Summary,
  runs: JobRunsSection,
  phases: JobPhasesSection,
  candidates: CandidatesSection,
  results: ResultsSection,
  agents: AgentsSection,
  events: JobEventsSection,
  metrics: MetricsSection,
  limits: ({ job, place }) => <LimitsSection job={job} fleet={place.fleet} />,
  sessions: JobSessionsSection,
} as const satisfies Record<JobTabId, (props: JobPartProps) => ReactNode>
