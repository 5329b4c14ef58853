'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Section } from '@/components/ui/anchored-section'
import { configurationsQuery, resultsQuery } from '@/lib/jobs/queries'
import { RESULT_OUTCOMES, RESULT_SORTS } from '@/lib/jobs/result-schema'
import { OUTCOME_WORDS, RESULT_SORT_WORDS } from '@/lib/jobs/result-words'
import type { JobDetail } from '@/lib/jobs/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import { ConfigurationTable } from './configuration-table'
import { PartSearch, PartSelect, PartToolbar } from './part-controls'
import { PartRows, rowsOf } from './part-rows'
import { ResultTable } from './result-table'
import type { JobPlace } from './use-job-place'

const NARROWING = ['configuration', 'outcome', 'q'] as const
const OUTCOMES = RESULT_OUTCOMES.map((value) => ({ value, label: OUTCOME_WORDS[value] }))
const SORTS = RESULT_SORTS.map((value) => ({ value, label: RESULT_SORT_WORDS[value] }))

/** How each configuration did, then item by item. */
export function ResultsSection({ job, place }: { job: JobDetail; place: JobPlace }) {
  const summary = useInfiniteQuery(configurationsQuery(job.id, place.fleet))
  const part = useInfiniteQuery(resultsQuery(job.id, place.view, place.fleet))
  const configurations = [...new Set(rowsOf(summary).rows.map(({ configuration }) => configuration))]
  return (
    <>
      <Section
        id="configurations"
        title="By configuration"
        count={formatInteger(job.counts.configurations)}
        about="the most resolved first; a mean is of the results that record it"
      >
        <PartRows part={summary} what="the configurations">
          {(rows) => <ConfigurationTable rows={rows} place={place} />}
        </PartRows>
      </Section>
      <Section id="results" title="Results" count={formatInteger(job.counts.results)} about="item by item">
        <PartToolbar place={place} narrowing={NARROWING}>
          <PartSearch
            place={place}
            placeholder="Item or error"
            label="Filter results by item, configuration or error"
          />
          {configurations.length > 1 || place.view.configuration !== undefined ? (
            <PartSelect
              place={place}
              name="configuration"
              label="Configuration"
              options={configurations.map((value) => ({ value, label: value }))}
            />
          ) : null}
          <PartSelect place={place} name="outcome" label="Outcome" options={OUTCOMES} />
          <PartSelect place={place} name="sort" label="Order" any={null} options={SORTS} />
        </PartToolbar>
        <PartRows part={part} what="the results" isNarrowed={NARROWING.some((name) => place.view[name] !== undefined)}>
          {(rows) => <ResultTable rows={rows} fleet={place.fleet} />}
        </PartRows>
      </Section>
    </>
  )
}
