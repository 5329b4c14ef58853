'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Moment } from '@/components/ui/moment'
import { Skeleton } from '@/components/ui/skeleton'
import { Tag } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { runFailuresQuery } from '@/lib/runs/queries'
import type { FailureWire } from '@/lib/runs/schema'
import { CAUSE_WORDS } from '@/lib/runs/status'

interface FailuresProps {
  id: string
  fleet: Fleet
}

/** What went wrong, newest first, with the cause and the line that decided it. An address may name where to begin. */
export function FailuresSection({ id, fleet }: FailuresProps) {
  const from = useSearchParams().get('failure')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    runFailuresQuery(id, fleet, from),
  )
  const items = data?.pages.flatMap((page) => page.items)
  const isFound = from !== null && items?.[0]?.id === from
  return (
    <Section
      id="failures"
      title="Failures"
      count={data?.pages[0]?.total ?? items?.length ?? '…'}
      about={isFound ? 'newest first, from the marked one on' : 'newest first'}
      actions={
        isFound ? (
          <Link href={`${paths.run(id, fleet)}#failures`} scroll={false} className="text-accent hover:underline">
            From the newest
          </Link>
        ) : null
      }
    >
      {items ? (
        <>
          {items.length === 0 ? <p className="text-2">No failure is recorded.</p> : null}
          <ul>
            {items.map((failure) => (
              <FailureLine key={failure.id} failure={failure} fleet={fleet} runId={id} isMarked={failure.id === from} />
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

interface FailureLineProps {
  failure: FailureWire
  fleet: Fleet
  runId: string
  isMarked: boolean
}

function FailureLine({ failure, fleet, runId, isMarked }: FailureLineProps) {
  const { message, phase, cause, causeRule, at, ref, type, resolution } = failure
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isMarked) row.current?.scrollIntoView({ block: 'center' })
  }, [isMarked])
  const title = type !== null && type !== message ? type : null
  return (
    <li
      ref={row}
      aria-current={isMarked || undefined}
      className={cx(
        'grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 border-line py-1.5 not-last:border-b',
        isMarked && '-mx-2 bg-selected px-2 shadow-[inset_2px_0_var(--accent)]',
      )}
    >
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
        <FailureLinks failure={failure} fleet={fleet} runId={runId} />
      </span>
      <span className="text-12 text-3">{ref === null ? null : <HostileText text={ref} max={60} mono />}</span>
    </li>
  )
}

/** To all that are like it, and from what only says that something failed to what did. */
function FailureLinks({ failure: { patternId, firstCauseId }, fleet, runId }: Omit<FailureLineProps, 'isMarked'>) {
  const className = 'text-accent hover:underline'
  return (
    <>
      {firstCauseId === null ? null : (
        <Link href={paths.run(runId, fleet, { failure: firstCauseId })} scroll={false} className={className}>
          only says so: see the first cause
        </Link>
      )}
      {patternId === null ? null : (
        <Link href={paths.pattern(patternId, fleet)} prefetch={false} className={className}>
          pattern
        </Link>
      )}
    </>
  )
}
