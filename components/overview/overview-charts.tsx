'use client'

import { useState } from 'react'
import { DayBars } from '@/components/charts/day-bars'
import { runBars, tokenBars } from '@/components/overview/day-charts'
import { windowReason } from '@/components/overview/window-text'
import type { Overview } from '@/lib/overview/schema'
import { formatCompact, formatInteger } from '@/lib/time/format-quantity'

/** Spend and runs over the same days; the day in hand is marked on both. */
export function OverviewCharts({ overview }: { overview: Overview }) {
  const [day, setDay] = useState<string | null>(null)
  const { unknownEvents } = overview.tokens
  return (
    <div className="section">
      <p className="pt-4 text-12 text-3">{windowReason(overview.window)}</p>
      <div className="grid grid-cols-1 gap-x-8 lg:grid-cols-2">
        <DayBars
          title="Tokens per day, by system"
          model={tokenBars(overview)}
          format={formatCompact}
          missing="no usage recorded on this day"
          note={unknownEvents > 0 ? `≥ ${formatInteger(unknownEvents)} events recorded no tokens` : null}
          day={day}
          onDay={setDay}
          className="min-w-0 pt-2!"
        />
        <DayBars
          title="Runs started per day, by what the evidence says"
          model={runBars(overview)}
          missing="not recorded"
          day={day}
          onDay={setDay}
          className="min-w-0 lg:mt-0! lg:border-t-0! lg:pt-2!"
        />
      </div>
    </div>
  )
}
