'use client'

import Link from 'next/link'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Moment } from '@/components/ui/moment'
import { NotRecorded, Num } from '@/components/ui/num'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { formatMoney } from '@/lib/time/format-quantity'
import type { UsageEventWire } from '@/lib/usage-events/schema'
import { fileName } from '@/lib/usage-events/words'
import type { EventColumnId } from './event-columns'

interface CellProps {
  event: UsageEventWire
  fleet: Fleet
}

function At({ event, fleet }: CellProps) {
  return (
    <Link href={paths.usageEvent(event.id, fleet)} prefetch={false} className="hover:underline">
      {event.at === null ? <span className="text-3">time not recorded</span> : <Moment at={event.at} />}
    </Link>
  )
}

function Cost({ event: { costMicroUsd, costKind, usage } }: CellProps) {
  if (costMicroUsd === null) {
    return <NotRecorded reason={usage.unsplit === null ? 'no price' : 'no price without a split'} />
  }
  return <span title={costKind ?? ''}>{formatMoney(costMicroUsd)}</span>
}

function Of({ event: { runId, sessionId }, fleet }: CellProps) {
  const [href, id] =
    runId !== null
      ? [paths.run(runId, fleet), runId]
      : sessionId !== null
        ? [paths.session(sessionId, fleet), sessionId]
        : [null, null]
  if (id === null) return <NotRecorded reason="names no run and no session" />
  return (
    <Link href={href} prefetch={false} className="text-2 hover:underline">
      <MiddleTruncate text={id} max={40} copy={false} />
    </Link>
  )
}

const Word = ({ text, reason }: { text: string | null; reason: string }) =>
  text === null ? (
    <NotRecorded reason={reason} />
  ) : (
    <bdi title={plainText(text, 300)} className="text-2">
      {plainText(text, 60)}
    </bdi>
  )

function Place({ event: { file, ref } }: CellProps) {
  if (file === null && ref === null) return <NotRecorded reason="the import does not say where it was read" />
  return (
    <span title={plainText(`${file ?? ''} ${ref ?? ''}`, 400)} className="flex gap-1.5 text-12 text-3">
      <bdi className="flex-none text-2">{plainText(ref ?? '', 40)}</bdi>
      {file === null ? null : <bdi className="min-w-0 truncate">{plainText(fileName(file), 60)}</bdi>}
    </span>
  )
}

/** What stands in each column. */
export const EVENT_CELLS = {
  at: At,
  tokens: ({ event: { usage } }) => (
    <Num value={usage.total} lowerBound={usage.lowerBound.length > 0} reason="no tokens recorded" />
  ),
  cost: Cost,
  model: ({ event }) => <Word text={event.model} reason="names no model" />,
  role: ({ event }) => <Word text={event.role} reason="names no role" />,
  of: Of,
  place: Place,
} as const satisfies Record<EventColumnId, (props: CellProps) => React.ReactNode>
