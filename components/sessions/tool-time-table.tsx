'use client'

import { useQuery } from '@tanstack/react-query'
import { HostileText } from '@/components/ui/hostile-text'
import { NotRecorded, Quantity } from '@/components/ui/num'
import type { Fleet } from '@/lib/http/wire'
import { toolTimesQuery } from '@/lib/sessions/queries'
import type { SessionDetail } from '@/lib/sessions/schema'
import { durationParts } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'

const SHOWN = 12

function Time({ ms, what }: { ms: number | null; what: string }) {
  return ms === null ? <NotRecorded reason={`no ${what}: a time is missing`} /> : <Quantity parts={durationParts(ms)} />
}

/** Which tools took the time: calls, time in all and on average, from each call to its answer. */
export function ToolTimeTable({ session, fleet }: { session: SessionDetail; fleet: Fleet }) {
  const { data } = useQuery(toolTimesQuery(session.id, fleet, session.toolCalls))
  if (!data || data.items.length === 0) return null
  const rest = data.items.length - SHOWN
  return (
    <table className="mt-3 w-full text-12" aria-label="Time by tool">
      <thead className="text-left text-2">
        <tr>
          <th className="font-semibold">Tool</th>
          <th className="pl-2 text-right font-semibold">Calls</th>
          <th className="pl-2 text-right font-semibold">Time</th>
          <th className="pl-2 text-right font-semibold">Mean</th>
        </tr>
      </thead>
      <tbody>
        {data.items.slice(0, SHOWN).map(({ tool, calls, totalMs, meanMs }) => (
          <tr key={tool ?? ''}>
            <td className="max-w-0 truncate py-0.5" title={tool ?? undefined}>
              {tool === null ? <NotRecorded reason="the record names no tool" /> : <HostileText text={tool} max={60} />}
            </td>
            <td className="w-px pl-2 text-right">{formatInteger(calls)}</td>
            <td className="w-px whitespace-nowrap pl-2 text-right">
              <Time ms={totalMs} what="time" />
            </td>
            <td className="w-px whitespace-nowrap pl-2 text-right">
              <Time ms={meanMs} what="mean" />
            </td>
          </tr>
        ))}
      </tbody>
      {rest > 0 ? (
        <caption className="caption-bottom pt-1 text-left text-3">
          and {formatInteger(rest)} more {rest === 1 ? 'tool' : 'tools'}
        </caption>
      ) : null}
    </table>
  )
}
