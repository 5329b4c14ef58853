import Link from 'next/link'
import { NotRecorded, Quantity } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { ComparedModel } from '@/lib/charts/compared-bars'
import type { TokenView, ViewMeasure } from '@/lib/tokens/view-schema'
import { wholeAmount } from '@/lib/tokens/words'

interface DayTableProps {
  view: TokenView
  model: ComparedModel
  measure: ViewMeasure
  tz: string
  /** The events of one line. */
  hrefOf: (slot: { day: string; last: string }) => string
}

/** The same days as the chart, to read and to copy. */
export function DayTable({ view, model, measure, tz, hrefOf }: DayTableProps) {
  const format = wholeAmount(measure)
  const isWeek = view.bucket === 'week'
  const cell = (value: number | null | undefined, lowerBound = false) =>
    value === null || value === undefined ? (
      <NotRecorded reason="no usage recorded" />
    ) : (
      <Quantity parts={{ value: format(value), unit: '' }} lowerBound={lowerBound} />
    )
  return (
    <div className="relative overflow-x-auto">
      <Table label={`${measure} per ${view.bucket}`}>
        <thead>
          <tr>
            <Th className="static!">
              {isWeek ? 'Week' : 'Day'} ({tz})
            </Th>
            {model.series.map(({ key, label }) => (
              <Th key={key} numeric className="static!">
                <bdi>{plainText(label, 40)}</bdi>
              </Th>
            ))}
            <Th numeric className="static!">
              All
            </Th>
            {view.before ? (
              <Th numeric className="static!">
                Before
              </Th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {model.slots.map(({ day, last, values, total, isLowerBound, before, filling }) => (
            <Tr key={day}>
              <Td>
                {isWeek && last !== day ? `${day} – ${last}` : day}
                {filling ? <span className="text-3"> still filling</span> : null}
              </Td>
              {model.series.map(({ key }, index) => (
                <Td key={key} numeric>
                  {cell(values[index])}
                </Td>
              ))}
              <Td numeric>
                {total === null ? (
                  cell(null)
                ) : (
                  <Link href={hrefOf({ day, last })} prefetch={false} className="hover:underline">
                    {cell(total, isLowerBound)}
                  </Link>
                )}
              </Td>
              {view.before ? (
                <Td numeric className="text-2">
                  {cell(before)}
                </Td>
              ) : null}
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
