'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Moment } from '@/components/ui/moment'
import { Skeleton } from '@/components/ui/skeleton'
import { Tag } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { runFailuresQuery } from '@/lib/runs/queries'
import type { FailureWire } from '@/lib/runs/schema'
import { CAUSE_WORDS } from '@/lib/runs/status'

type Failure = z.infer<typeof FailureWire>

/** What went wrong, newest first, with the cause and the line that decided it. */
export function FailuresSection({ id, fleet }: { id: string; fleet: Fleet }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    runFailuresQuery(id, fleet),
  )
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <Section id="failures" title="Failures" count={data?.pages[0]?.total ?? items?.length ?? '…'} about="newest first">
      {items ? (
        <>
          {items.length === 0 ? <p className="text-2">No failure is recorded.</p> : null}
          <ul>
            {items.map((failure) => (
              <FailureLine key={failure.id} failure={failure} />
            ))}
          </ul>
          {hasNextPage ? (
            <Button size="sm" className="mt-2" onClick={() => void fetchNextPage()}>
              {isFetchingNextPage ? 'Reading…' : 'Show more'}
            </Button>
          ) : null}
        </>
      ) : error ? (
        <QueryError what="the failures" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="w-64" />
      )}
    </Section>
  )
}

function FailureLine({ failure }: { failure: Failure }) {
  const { message, phase, cause, causeRule, at, ref, type, resolution } = failure
  const title = type !== null && type !== message ? type : null
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 border-line py-1.5 not-last:border-b">
      <span className="min-w-0">
        {title === null ? null : <b className="font-mono text-12">{plainText(title, 80)} </b>}
        <HostileText text={message} max={240} mono={title === null} />
      </span>
      <span className="text-12 text-3">
        <Moment at={at} />
      </span>
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-12 text-3">
        <Tag title={causeRule === null ? 'no rule decided' : `decided by: ${plainText(causeRule, 300)}`}>
          {CAUSE_WORDS[cause]}
        </Tag>
        {phase === null ? null : <MiddleTruncate text={phase} max={32} copy={false} />}
        {resolution === null ? null : <HostileText text={resolution} max={120} />}
      </span>
      <span className="text-12 text-3">{ref === null ? null : <HostileText text={ref} max={60} mono />}</span>
    </li>
  )
}
