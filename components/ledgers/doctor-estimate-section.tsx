'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FILL_BACKGROUND } from '@/components/charts/fills'
import { LineChart } from '@/components/charts/line-chart'
import { Button } from '@/components/ui/button'
import { Num } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { HowBadge } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import { dayAt, ESTIMATE_LEGEND, estimateChart } from '@/lib/ledgers/estimate-chart'
import { doctorEstimatesQuery, type LedgerWindow } from '@/lib/ledgers/queries'
import type { DoctorEstimates } from '@/lib/ledgers/schema'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'

/** Estimated against realised, over time; nothing where no call was ever estimated. */
export function DoctorEstimateSection({ window, fleet }: { window: LedgerWindow; fleet: Fleet }) {
  const { data } = useQuery(doctorEstimatesQuery(window, fleet))
  const [asTable, setAsTable] = useState(false)
  if (!data || data.estimated.calls === 0) return null
  return (
    <Section
      title="Doctor calls: estimated against realised"
      meta={summaryOf(data)}
      className="mt-5 border-line border-t"
      actions={
        <>
          <Button size="sm" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            View as table
          </Button>
          <a
            href={paths.api.doctorEstimates(fleet, { ...window, format: 'csv' })}
            download
            aria-label="Doctor calls as CSV"
            className="text-accent hover:underline"
          >
            CSV
          </a>
        </>
      }
    >
      {asTable ? <EstimateTable estimates={data} /> : <EstimateChart estimates={data} />}
      {data.isCut ? <p className="pt-1 text-12 text-3">Only the newest 50,000 of each are in it.</p> : null}
    </Section>
  )
}

function summaryOf({ estimated, realised }: DoctorEstimates): string {
  const real =
    realised.medianTokens === null
      ? 'no real call recorded its tokens'
      : `median ${formatInteger(realised.medianTokens)} over ${formatInteger(realised.calls)} real calls`
  return `median ${formatInteger(estimated.medianTokens ?? 0)} over ${formatInteger(estimated.calls)} estimates; ${real}`
}

function EstimateChart({ estimates }: { estimates: DoctorEstimates }) {
  const { model, points } = estimateChart(estimates.days)
  return (
    <figure className="m-0" aria-label="Tokens of one doctor call by day">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 pb-2 text-12 text-2">
        {ESTIMATE_LEGEND.map(({ of, label, how, fill }) => (
          <span key={of} className="inline-flex items-center gap-1.5">
            <i aria-hidden="true" className={`size-2.5 flex-none rounded-[2px] ${FILL_BACKGROUND[fill]}`} />
            {label}
            <HowBadge how={how} />
          </span>
        ))}
      </div>
      <LineChart
        name="Tokens of one doctor call by day: estimated and realised medians"
        model={model}
        xTick={dayAt}
        about={({ key, y }) => {
          const of = points.get(key)
          return (
            <>
              <b>{formatInteger(y)}</b>
              {of ? (
                <span className="text-2">
                  {of.of}, {of.day}, n = {formatInteger(of.calls)}
                </span>
              ) : null}
            </>
          )
        }}
      />
    </figure>
  )
}

function EstimateTable({ estimates: { days } }: { estimates: DoctorEstimates }) {
  return (
    <Table label="Doctor calls by day" edge>
      <thead>
        <tr>
          <Th>Day</Th>
          <Th numeric>Estimated, median</Th>
          <Th numeric>n</Th>
          <Th numeric className="max-md:hidden">
            Of them constants
          </Th>
          <Th numeric>Realised, median</Th>
          <Th numeric>n</Th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ day, estimated, realised }) => (
          <Tr key={day ?? ''}>
            <Td>{day ?? 'time not recorded'}</Td>
            <Td numeric>
              <Num value={estimated.medianTokens} reason="nothing estimated" />
            </Td>
            <Td numeric>{formatInteger(estimated.calls)}</Td>
            <Td numeric className="max-md:hidden">
              {formatInteger(estimated.bySource.fallback)}
            </Td>
            <Td numeric>
              <Num value={realised.medianTokens} reason="no real call" />
            </Td>
            <Td numeric>{formatInteger(realised.calls)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
