'use client'

import { useQuery } from '@tanstack/react-query'
import { useFleet } from '@/components/shell/fleet'
import { Pill } from '@/components/ui/status'
import { triageCountQuery } from '@/lib/patterns/queries'
import { formatInteger } from '@/lib/time/format-quantity'

/** Patterns that need triage; nothing while there are none, or while it is not known. */
export function TriageCount() {
  const { data } = useQuery(triageCountQuery(useFleet()))
  if (data === undefined || data.triage === 0) return null
  return (
    <span className="ml-auto narrow-side:sr-only">
      <Pill tone="bad">
        {formatInteger(data.triage)}
        <span className="sr-only"> need triage</span>
      </Pill>
    </span>
  )
}
