'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { CopyButton } from '@/components/ui/copy'
import { Num } from '@/components/ui/num'
import { Skeleton } from '@/components/ui/skeleton'
import { HowBadge } from '@/components/ui/status'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import { paths } from '@/lib/paths'
import { eventDetailQuery } from '@/lib/usage-events/queries'
import type { UsageEventDetail } from '@/lib/usage-events/schema'
import { EventCopies } from './event-copies'
import { EventCost } from './event-cost'
import { EventFacts } from './event-facts'
import { EventSource } from './event-source'

/** One usage event: what was measured, what it cost and why, the line it was read from, and its copies. */
export function EventScreen({ id, fleet }: { id: string; fleet: Fleet }) {
  const { data: event, error, refetch } = useQuery(eventDetailQuery(id, fleet))
  const router = useRouter()
  useKeys([{ id: 'back', keys: ['Escape'], label: 'Back', group: 'On this page', run: () => router.back() }])
  return (
    <Page
      tabTitle="Usage event"
      crumbs={[
        { label: 'Tokens', href: paths.tokens(fleet) },
        { label: 'Usage events', href: paths.usageEvents(fleet) },
      ]}
      title={<bdi title={plainText(id)}>{plainText(middleTruncate(id, 60))}</bdi>}
      meta={<CopyButton text={id} label="Copy the id" />}
    >
      {event ? (
        <EventBody event={event} fleet={fleet} />
      ) : error ? (
        <QueryError what="this usage event" error={error} onRetry={() => void refetch()} />
      ) : (
        <div aria-busy="true" className="grid gap-6 pt-4">
          <Skeleton className="h-20 w-full" />
          <Skeleton className="w-2/3" />
        </div>
      )}
    </Page>
  )
}

function EventBody({ event, fleet }: { event: UsageEventDetail; fleet: Fleet }) {
  const { total, lowerBound } = event.usage
  const params = useSearchParams()
  // The record that counts stands on the left of the pair.
  const isPairAsked = event.copiesTotal > 0 && (params.has('copy') || params.has('lines'))
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 pt-4 text-16">
        <b className="text-20">
          <Num value={total} lowerBound={lowerBound.length > 0} reason="it recorded no tokens" />
        </b>
        tokens <HowBadge how="measured" />
        {lowerBound.length > 0 ? (
          <span className="text-12 text-2">at least: only a part of {lowerBound.join(', ')} was recorded</span>
        ) : null}
      </p>
      <div className="grid gap-x-8 lg:grid-cols-2">
        <EventCost event={event} />
        <EventFacts event={event} fleet={fleet} />
      </div>
      {isPairAsked ? null : <EventSource event={event} fleet={fleet} />}
      {event.copiesTotal > 0 ? <EventCopies event={event} fleet={fleet} /> : null}
    </>
  )
}
