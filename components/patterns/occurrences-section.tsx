'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Skeleton } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { occurrencesQuery } from '@/lib/patterns/detail-queries'
import type { PatternDetail } from '@/lib/patterns/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import { OccurrenceRow } from './occurrence-row'

interface OccurrencesProps {
  pattern: PatternDetail
  fleet: Fleet
  /** Only those of one run. */
  runId: string | null
}

/** Each time it happened, newest first, with the way to its place in the source. */
export function OccurrencesSection({ pattern, fleet, runId }: OccurrencesProps) {
  const { id, occurrences } = pattern
  const query = useInfiniteQuery(occurrencesQuery(id, runId, fleet))
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = query
  useNewOnes(occurrences, () => void refetch())
  const items = data?.pages.flatMap((page) => page.items)
  return (
    <Section
      id="occurrences"
      title="Occurrences"
      count={runId === null ? formatInteger(occurrences) : undefined}
      about="newest first"
      actions={
        runId === null ? null : (
          <>
            <span className="text-2">
              only of <MiddleTruncate text={runId} max={32} copy={false} />
            </span>
            <Link
              href={`${paths.pattern(id, fleet)}#occurrences`}
              scroll={false}
              className="text-accent hover:underline"
            >
              All runs
            </Link>
          </>
        )
      }
    >
      {items ? (
        <>
          {items.length === 0 ? (
            <p className="text-2">
              {runId === null ? 'Nothing counts in this pattern any more.' : 'It was not seen in this run.'}
            </p>
          ) : null}
          <ul>
            {items.map((occurrence) => (
              <OccurrenceRow key={occurrence.id} occurrence={occurrence} fleet={fleet} />
            ))}
          </ul>
          {hasNextPage ? (
            <Button size="sm" className="mt-2" onClick={() => void fetchNextPage()}>
              {isFetchingNextPage ? 'Reading…' : 'Show older'}
            </Button>
          ) : null}
        </>
      ) : error ? (
        <QueryError what="the occurrences" error={error} onRetry={() => void refetch()} />
      ) : (
        <span aria-busy="true" className="grid gap-4 py-2">
          <Skeleton className="w-2/3" />
          <Skeleton className="w-1/2" />
        </span>
      )}
    </Section>
  )
}

/** Reads again when the pattern tells another count. */
function useNewOnes(count: number, read: () => void): void {
  const shown = useRef(count)
  const latest = useRef(read)
  useEffect(() => {
    latest.current = read
  })
  useEffect(() => {
    if (shown.current === count) return
    shown.current = count
    latest.current()
  }, [count])
}
