'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { ChartLegend } from '@/components/charts/chart-legend'
import { ChartTable } from '@/components/charts/chart-table'
import { useSeen } from '@/components/charts/use-seen'
import { Section } from '@/components/ui/section'
import { type BarModel, peakText } from '@/lib/charts/bar-model'
import { formatInteger } from '@/lib/time/format-quantity'

/** recharts comes with the first chart that is seen, not with the page. */
const StackedBars = dynamic(() => import('@/components/charts/stacked-bars').then((file) => file.StackedBars), {
  ssr: false,
})

interface DayBarsProps {
  /** The question and the unit: "Tokens per day, by system". */
  title: string
  model: BarModel
  /** For sums in words and legend; the table and the tooltip give all digits. */
  format?: (value: number) => string
  /** Said in the table where a day has no record. */
  missing: string
  /** What else must be known to read it: "≥ some events recorded no tokens". */
  note?: ReactNode
  /** The day in hand on any chart of the same window. */
  day: string | null
  onDay: (day: string | null) => void
  className?: string
}

/** One stacked chart of days: title with the question, peak in words, legend, and the same as a table. */
export function DayBars({ title, model, format = formatInteger, missing, note, day, onDay, className }: DayBarsProps) {
  const [ref, seen] = useSeen<HTMLDivElement>()
  const [asTable, setAsTable] = useState(false)
  const summary = peakText(model, format)
  return (
    <Section
      title={title}
      meta={summary}
      {...(className ? { className } : {})}
      actions={
        <button
          type="button"
          className="text-accent hover:underline"
          aria-label={`${asTable ? 'View as chart' : 'View as table'}: ${title}`}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'View as chart' : 'View as table'}
        </button>
      }
    >
      {asTable ? (
        <ChartTable title={title} model={model} missing={missing} />
      ) : (
        <figure className="m-0" aria-label={`${title}: ${summary}`}>
          <ChartLegend model={model} format={format} note={note} />
          <div ref={ref} className="h-44">
            {model.peak === null ? <p className="pt-2 text-3">There is no bar to draw in these days.</p> : null}
            {seen && model.peak !== null ? (
              <StackedBars name={`${title}, ${summary}`} model={model} day={day} onDay={onDay} />
            ) : null}
          </div>
        </figure>
      )}
    </Section>
  )
}
