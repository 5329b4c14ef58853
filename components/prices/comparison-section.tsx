'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Command } from '@/components/ui/copy'
import { cx } from '@/components/ui/cx'
import { Section } from '@/components/ui/section'
import { Segmented } from '@/components/ui/segmented'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { type ComparisonGroup, comparisonQuery } from '@/lib/prices/queries'
import { COMPARISON_DIMENSIONS, type ComparisonReply } from '@/lib/prices/schema'
import { uncomputedWords } from '@/lib/prices/words'
import { ComparisonTable } from './comparison-table'

const OPTIONS = COMPARISON_DIMENSIONS.map((value) => ({ value, label: value }))

/** What sources stated, what the table in force gives, and what other tables gave: side by side, never added. */
export function ComparisonSection({ fleet }: { fleet: Fleet }) {
  const [groupBy, setGroupBy] = useState<ComparisonGroup>('model')
  const { data, error, refetch, isPlaceholderData } = useQuery(comparisonQuery(groupBy, fleet))
  return (
    <Section
      title="Costs side by side"
      meta="gaps are over the events that have both costs"
      actions={<Segmented label="By" value={groupBy} options={OPTIONS} onChange={setGroupBy} />}
    >
      {data ? (
        <div className={cx(isPlaceholderData && 'opacity-60')} aria-busy={isPlaceholderData}>
          {data.rows.length === 0 ? <p className="text-3">No usage yet.</p> : <ComparisonTable reply={data} />}
          <Repriced reply={data} />
        </div>
      ) : error ? (
        <QueryError what="the costs" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonTable label="Costs side by side" columns={[{ header: 'Model' }, { header: 'Cost', numeric: true }]} />
      )}
    </Section>
  )
}

function Repriced({ reply: { totals, repricings } }: { reply: ComparisonReply }) {
  const open = repricings.filter(({ status }) => status === 'queued')
  return (
    <div className="grid gap-1 pt-3 text-12 text-3">
      {totals.repriced.map((column) => {
        const missing = uncomputedWords(column, totals.events)
        return missing.length === 0 ? null : (
          <p key={column.priceTable}>
            <b className="font-semibold text-2">{column.priceTable}</b>: {missing.join('; ')}.
          </p>
        )
      })}
      {open.map(({ priceTable, events, eventsTotal }) => (
        <p key={priceTable}>
          Still computing {priceTable}: {events} of {eventsTotal} events.
        </p>
      ))}
      <p className="flex flex-wrap items-center gap-2 pt-1">
        Another table beside these, without changing a cost: <Command>npx pitwall prices reprice --prices FILE</Command>
      </p>
    </div>
  )
}
