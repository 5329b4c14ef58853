'use client'

import { useState } from 'react'
import { Section } from '@/components/ui/anchored-section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { PatternDetail } from '@/lib/patterns/schema'
import { dayText } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'
import { DaysPicture } from './days-picture'

/** Occurrences a day, with the fix and the return marked. */
export function DaysSection({ pattern, today }: { pattern: PatternDetail; today: string }) {
  const [asTable, setAsTable] = useState(false)
  const { allDays } = pattern
  const peak = allDays.reduce<(typeof allDays)[number] | null>(
    (best, each) => (each.occurrences > (best?.occurrences ?? 0) ? each : best),
    null,
  )
  const summary =
    peak === null ? 'no time recorded' : `peak ${formatInteger(peak.occurrences)} on ${dayText(new Date(peak.day))}`
  return (
    <Section
      id="days"
      title="Times per day"
      about={summary}
      actions={
        peak === null ? null : (
          <button type="button" className="text-accent hover:underline" onClick={() => setAsTable(!asTable)}>
            {asTable ? 'View as chart' : 'View as table'}
          </button>
        )
      }
    >
      {peak === null ? (
        <p className="text-3">None of its occurrences has a time: there is no day to draw.</p>
      ) : asTable ? (
        <Table label="Times per day">
          <thead>
            <tr>
              <Th>Day (UTC)</Th>
              <Th numeric>Times</Th>
            </tr>
          </thead>
          <tbody>
            {allDays.map(({ day, occurrences }) => (
              <Tr key={day}>
                <Td>{day}</Td>
                <Td numeric>{formatInteger(occurrences)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      ) : (
        <DaysPicture pattern={pattern} today={today} name={`Times per day, ${summary}`} />
      )}
    </Section>
  )
}
