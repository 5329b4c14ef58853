import type { ReactNode } from 'react'
import { FILL_BACKGROUND } from '@/components/charts/fills'
import { cx } from '@/components/ui/cx'
import { NotRecorded } from '@/components/ui/num'
import { StatusMark } from '@/components/ui/status'
import type { BarModel } from '@/lib/charts/bar-model'

interface ChartLegendProps {
  model: BarModel
  format: (value: number) => string
  note?: ReactNode
}

/** Name, colour or shape, and sum of each series, in the order in which they are stacked. */
export function ChartLegend({ model, format, note }: ChartLegendProps) {
  const filling = model.slots.some((slot) => slot.filling && (slot.total ?? 0) > 0)
  return (
    <div className="mb-2 flex min-h-4 flex-wrap gap-x-4 gap-y-1 text-12 text-2">
      {model.series.map((series) => (
        <LegendItem key={series.key} series={series} format={format} />
      ))}
      {filling ? <span className="text-3">dashed: today, still filling</span> : null}
      {note ? <span className="text-3">{note}</span> : null}
    </div>
  )
}

function LegendItem({ series, format }: { series: BarModel['series'][number]; format: (value: number) => string }) {
  const { label, fill, tone, total } = series
  const sum = (
    <span className="whitespace-nowrap text-1">
      {total === null ? <NotRecorded reason="nothing recorded" /> : format(total)}
    </span>
  )
  if (tone) {
    return (
      <StatusMark tone={tone}>
        {label} {sum}
      </StatusMark>
    )
  }
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <i aria-hidden="true" className={cx('size-2.5 flex-none rounded-[2px]', FILL_BACKGROUND[fill])} />
      <bdi className="truncate">{label}</bdi> {sum}
    </span>
  )
}
