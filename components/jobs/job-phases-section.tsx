'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Section } from '@/components/ui/anchored-section'
import { NARROW_TABLE } from '@/components/ui/narrow-row'
import { Table, Th } from '@/components/ui/table'
import { phasesTitle } from '@/lib/jobs/job-words'
import type { JobPhaseWire } from '@/lib/jobs/part-schema'
import { jobPhasesQuery } from '@/lib/jobs/queries'
import type { JobDetail } from '@/lib/jobs/schema'
import { flagLabel } from '@/lib/model/flags'
import { STATUS_OPTIONS } from '@/lib/runs/status'
import { formatInteger } from '@/lib/time/format-quantity'
import { PartSelect, PartToolbar } from './part-controls'
import { PartRows, rowsOf } from './part-rows'
import { PhaseRows } from './phase-rows'
import type { JobPlace } from './use-job-place'

const NARROWING = ['status', 'phaseType', 'flag', 'runId'] as const

const optionsOf = (values: readonly (string | null)[], words: (value: string) => string = (value) => value) =>
  [...new Set(values)]
    .filter((value) => value !== null)
    .sort()
    .map((value) => ({ value, label: words(value) }))

/** Steps of the job's runs: scenarios, generations, iterations, phases, in the order of their numbers. */
export function JobPhasesSection({ job, place }: { job: JobDetail; place: JobPlace }) {
  const part = useInfiniteQuery(jobPhasesQuery(job.id, place.view, place.fleet))
  const { rows } = rowsOf(part)
  const types = optionsOf(rows.map(({ phaseType }) => phaseType))
  const flags = optionsOf(
    rows.flatMap((row) => row.flags),
    flagLabel,
  )
  const isNarrowed = NARROWING.some((name) => place.view[name] !== undefined)
  const title = phasesTitle(rows.map(({ phaseType }) => phaseType))
  return (
    <Section id="phases" title={title} count={formatInteger(job.counts.phases)} about="by number; a row opens">
      <PartToolbar place={place} narrowing={NARROWING}>
        <PartSelect place={place} name="status" label="Evidence says" options={STATUS_OPTIONS} />
        {types.length > 1 || place.view.phaseType ? (
          <PartSelect place={place} name="phaseType" label="Kind" options={types} />
        ) : null}
        {flags.length > 0 || place.view.flag ? (
          <PartSelect place={place} name="flag" label="Flag" options={flags} />
        ) : null}
      </PartToolbar>
      <PartRows part={part} what="the phases" isNarrowed={isNarrowed}>
        {(phases) => <PhaseTable phases={phases} label={title} place={place} />}
      </PartRows>
    </Section>
  )
}

interface PhaseTableProps {
  phases: readonly JobPhaseWire[]
  label: string
  place: JobPlace
}

/** Columns stand only for what some row has. */
function PhaseTable({ phases, label, place }: PhaseTableProps) {
  const columns = {
    run: new Set(phases.map(({ runId }) => runId)).size > 1,
    tools: phases.some(({ toolOutcomes }) => toolOutcomes !== null),
    file: phases.some(({ fileWritten, outputPath }) => fileWritten !== null || outputPath !== null),
    metrics: phases.some(({ metrics }) => metrics.length > 0),
  }
  return (
    <Table label={label} edge fixed className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th className="w-23">Number</Th>
          <Th>Title</Th>
          <Th className="w-[22%]">Evidence says</Th>
          {columns.tools ? <Th className="w-[15%] max-lg:hidden">Tool calls</Th> : null}
          {columns.file ? <Th className="w-24 max-lg:hidden">File</Th> : null}
          {columns.metrics ? <Th className="w-[15%] max-xl:hidden">Metrics</Th> : null}
          <Th numeric className="w-[21%]">
            Spent, by role
          </Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {phases.map((phase) => (
          <PhaseRows key={phase.id} phase={phase} columns={columns} fleet={place.fleet} />
        ))}
      </tbody>
    </Table>
  )
}
