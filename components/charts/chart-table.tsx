import { Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { BarModel } from '@/lib/charts/bar-model'

/** The same numbers as the chart, to read and to copy. */
export function ChartTable({ title, model, missing }: { title: string; model: BarModel; missing: string }) {
  return (
    <Table label={title}>
      <thead>
        <tr>
          <Th>Day (UTC)</Th>
          {model.series.map(({ key, label }) => (
            <Th key={key} numeric>
              <bdi>{label}</bdi>
            </Th>
          ))}
          {model.series.length > 1 ? <Th numeric>All</Th> : null}
        </tr>
      </thead>
      <tbody>
        {model.slots.map(({ day, values, total, filling }) => (
          <Tr key={day}>
            <Td>
              {day}
              {filling ? <span className="text-3"> still filling</span> : null}
            </Td>
            {model.series.map(({ key }, index) => (
              <Td key={key} numeric>
                <Num value={values[index]} reason={missing} />
              </Td>
            ))}
            {model.series.length > 1 ? (
              <Td numeric>
                <Num value={total} reason={missing} />
              </Td>
            ) : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
