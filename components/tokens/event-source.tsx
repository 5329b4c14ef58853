'use client'

import { Section } from '@/components/ui/section'
import type { Fleet } from '@/lib/http/wire'
import type { UsageEventDetail } from '@/lib/usage-events/schema'
import { EventRaw } from './event-raw'

/** Where the event was read: the line of its file, or the row of its table, as it stands there. */
export function EventSource({ event, fleet }: { event: UsageEventDetail; fleet: Fleet }) {
  return (
    <Section
      title="The record it was read from"
      meta={event.evidence ? `sha256 ${event.evidence.sha256.slice(0, 16)}` : null}
    >
      <div className="rounded-md bg-sunken px-3 py-2.5">
        <EventRaw id={event.id} fleet={fleet} />
      </div>
    </Section>
  )
}
