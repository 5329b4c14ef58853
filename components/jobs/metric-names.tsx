import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_SELECTED, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded, Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { scoreText } from '@/lib/jobs/job-words'
import type { JobMetricName } from '@/lib/jobs/part-schema'
import { formatInteger } from '@/lib/time/format-quantity'
import type { JobPlace } from './use-job-place'

interface MetricNamesProps {
  names: readonly JobMetricName[]
  shown: string | null
  place: JobPlace
}

export function MetricNames({ names, shown, place }: MetricNamesProps) {
  return (
    <Table label="Metrics" edge fixed className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th>Name</Th>
          <Th numeric className="w-24">
            Points
          </Th>
          <Th numeric className="w-30">
            Steps
          </Th>
          <Th numeric className="w-26">
            First
          </Th>
          <Th numeric className="w-26">
            Last
          </Th>
          <Th numeric className="w-26 max-lg:hidden">
            Least
          </Th>
          <Th numeric className="w-26 max-lg:hidden">
            Most
          </Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {names.map((metric) => (
          <Tr
            key={metric.name}
            data-metric={metric.name}
            selected={metric.name === shown}
            className={cx(NARROW_TWO, metric.name === shown && NARROW_SELECTED)}
          >
            <Td className={cx(NARROW_CELL, 'overflow-hidden text-ellipsis')}>
              <Link
                href={place.href({ metric: metric.name })}
                prefetch={false}
                title={plainText(metric.name)}
                aria-current={metric.name === shown ? 'true' : undefined}
                className="hover:underline"
              >
                <bdi>{plainText(metric.name, 120) || '(no name)'}</bdi>
              </Link>
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'text-2 max-md:order-3 max-md:text-left')}>
              <Num value={metric.points} />
              {metric.unknown > 0 ? (
                <span className="text-12 text-3"> {formatInteger(metric.unknown)} gaps</span>
              ) : null}
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'text-2 max-md:order-4')}>
              <Steps metric={metric} />
            </Td>
            <Value cell="max-md:hidden" value={metric.firstValue} />
            <Value cell="max-md:order-2" value={metric.lastValue} />
            <Value cell="max-lg:hidden" value={metric.min} />
            <Value cell="max-lg:hidden" value={metric.max} />
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Steps({ metric: { firstStep, lastStep } }: { metric: JobMetricName }): ReactNode {
  if (firstStep === null || lastStep === null) return <NotRecorded reason="its points have no step" />
  return firstStep === lastStep
    ? `step ${formatInteger(firstStep)}`
    : `${formatInteger(firstStep)}–${formatInteger(lastStep)}`
}

function Value({ value, cell }: { value: number | null; cell: string }) {
  return (
    <Td numeric className={cx(NARROW_CELL, cell)}>
      {value === null ? (
        <NotRecorded reason="no number is recorded" />
      ) : (
        <span title={String(value)}>{scoreText(value)}</span>
      )}
    </Td>
  )
}
