import type { JobTabId } from './job-view'
import { phasesTitle } from './job-words'
import { isExceeded } from './limit-words'
import type { JobDetail } from './schema'

export interface JobTab {
  id: JobTabId
  label: string
  count: number | null
  /** Someone should look at it. */
  loud: boolean
}

/** What a job's phases are called goes by its system where its kinds are not read yet. */
const PHASES_OF: Readonly<Record<string, string>> = { interllm: 'scenario_run', obra: 'iteration' }

/** The parts of a job: those of which there is nothing have no tab. */
export function jobTabs(job: JobDetail): JobTab[] {
  const { counts, limits } = job
  const tab = (id: JobTabId, label: string, count: number): JobTab[] =>
    count > 0 ? [{ id, label, count, loud: false }] : []
  const limitTab = tab('limits', 'Limits', limits.length).map((each) => ({ ...each, loud: limits.some(isExceeded) }))
  return [
    { id: 'summary', label: 'Summary', count: null, loud: false },
    ...tab('runs', 'Runs', job.runs.total),
    ...tab('phases', phasesTitle([PHASES_OF[job.system] ?? null]), counts.phases),
    ...tab('candidates', 'Candidates', counts.candidates),
    ...tab('results', 'Results', counts.results),
    ...(counts.results > 0 && job.system === 'reev' ? tab('agents', 'Agents', counts.configurations) : []),
    ...tab('events', 'Events', counts.timeline),
    ...tab('metrics', 'Metrics', counts.metricNames),
    ...limitTab,
    ...tab('sessions', 'Sessions', counts.sessions),
  ]
}
