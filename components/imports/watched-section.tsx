'use client'

import { WatchOffNote } from '@/components/imports/watch-off-note'
import { WatchedTable } from '@/components/imports/watched-table'
import { Section } from '@/components/ui/section'
import type { HealthWire } from '@/lib/health/schema'
import type { SourcesReply } from '@/lib/imports/schema'
import { watchOffText, whyNotWatch } from '@/lib/imports/watch-words'

interface WatchedSectionProps {
  reply: SourcesReply
  health: HealthWire | undefined
}

/** The folders and files that the worker follows. Draws nothing while there are none. */
export function WatchedSection({ reply, health }: WatchedSectionProps) {
  const watched = reply.sources.filter(({ state }) => state !== 'imported')
  if (watched.length === 0) return null
  return (
    <Section title="Watched" count={watched.length} meta="read on whenever something is written there">
      <WatchOffNote switches={health?.killSwitches} />
      <WatchedTable
        sources={watched}
        disabledReason={whyNotWatch(reply, health?.killSwitches)}
        isOn={watchOffText(health?.killSwitches) === null}
      />
    </Section>
  )
}
