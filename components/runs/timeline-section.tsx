'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { Moment } from '@/components/ui/moment'
import { Skeleton } from '@/components/ui/skeleton'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { runTimelineQuery } from '@/lib/runs/queries'
import type { TimelineWire } from '@/lib/runs/schema'

/** Decisions, plan changes and everything else that happened, newest first. */
export function TimelineSection({ id, fleet }: { id: string; fleet: Fleet }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    runTimelineQuery(id, fleet),
  )
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <Section
      id="timeline"
      title="Decisions and events"
      count={data?.pages[0]?.total ?? items?.length ?? '…'}
      about="newest first"
    >
      {items ? (
        <>
          {items.length === 0 ? <p className="text-2">No event names this run.</p> : null}
          <ul>
            {items.map((event) => (
              <EventLine key={event.id} event={event} />
            ))}
          </ul>
          {hasNextPage ? (
            <Button size="sm" className="mt-2" onClick={() => void fetchNextPage()}>
              {isFetchingNextPage ? 'Reading…' : 'Show older'}
            </Button>
          ) : null}
        </>
      ) : error ? (
        <QueryError what="the events" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="w-64" />
      )}
    </Section>
  )
}

function EventLine({ event: { at, kind, title, detail, actor, phase, inferred, ref } }: { event: TimelineWire }) {
  const facts = [phase && `phase ${phase}`, actor && `by ${actor}`, inferred && 'placed by phase and time', ref]
  return (
    <li
      className="grid grid-cols-[96px_minmax(0,1fr)_auto] gap-x-3 border-line py-1.5 not-last:border-b"
      title={plainText(facts.filter(Boolean).join(' · '))}
    >
      <span className="truncate text-12 text-2">{plainText(kind.replaceAll('_', ' '), 30)}</span>
      <span className="min-w-0">
        <HostileText text={title} max={200} />
        {inferred ? <span className="text-12 text-3"> (placed by phase and time)</span> : null}
        {detail === null ? null : (
          <span className="block text-12 text-2">
            <HostileText text={detail} max={110} />
          </span>
        )}
      </span>
      <span className="text-12 text-3">
        <Moment at={at} />
      </span>
    </li>
  )
}
