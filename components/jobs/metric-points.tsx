'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Moment } from '@/components/ui/moment'
import { NotRecorded, Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { type MetricChoice, metricPointsQuery } from '@/lib/jobs/queries'
import { PartRows } from './part-rows'

interface MetricPointsProps {
  id: string
  choice: MetricChoice
  fleet: Fleet
}

/** The points of one metric, each as it is recorded. */
export function MetricPoints({ id, choice, fleet }: MetricPointsProps) {
  const part = useInfiniteQuery(metricPointsQuery(id, choice, fleet))
  return (
    <PartRows part={part} what="the points">
      {(rows) => (
        <Table label={`Points of ${plainText(choice.name, 80)}`} edge fixed>
          <thead>
            <tr>
              <Th numeric className="w-16 md:w-24">
                Step
              </Th>
              <Th numeric className="w-28 md:w-40">
                Value
              </Th>
              <Th className="pl-4">At</Th>
              <Th className="max-md:hidden">Run</Th>
              <Th className="max-md:hidden">Phase</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id: key, step, value, at, runId, phase, ref }) => (
              <Tr key={key} title={plainText(ref ?? '')}>
                <Td numeric>
                  <Num value={step} reason="it has no step" />
                </Td>
                <Td numeric>
                  {value === null ? <NotRecorded reason="a gap: no number is recorded" /> : String(value)}
                </Td>
                <Td className="pl-4 text-2">
                  <Moment at={at} />
                </Td>
                <Td className="overflow-hidden text-2 text-ellipsis max-md:hidden">
                  {runId === null ? <NotRecorded reason="of the job itself" /> : <bdi>{plainText(runId, 80)}</bdi>}
                </Td>
                <Td className="overflow-hidden text-2 text-ellipsis max-md:hidden">
                  {phase === null ? <NotRecorded reason="of no phase" /> : <bdi>{plainText(phase, 80)}</bdi>}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </PartRows>
  )
}
