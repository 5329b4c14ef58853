'use client'

import type { ReactNode } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { formatInteger } from '@/lib/time/format-quantity'

interface Page<Row> {
  items: Row[]
  nextCursor: string | null
  total: number | null
}

/** What useInfiniteQuery gives of a part. */
export interface PagedPart<Row> {
  data: { pages: Page<Row>[] } | undefined
  error: Error | null
  refetch: () => unknown
  hasNextPage: boolean
  fetchNextPage: () => unknown
  isFetchingNextPage: boolean
  isPlaceholderData: boolean
}

/** Rows read so far, and how many there are; null while it is not known. */
export function rowsOf<Row>({ data }: Pick<PagedPart<Row>, 'data'>): { rows: Row[]; total: number | null } {
  const rows = data?.pages.flatMap(({ items }) => items) ?? []
  return { rows, total: data?.pages[0]?.total ?? null }
}

interface PartRowsProps<Row> {
  part: PagedPart<Row>
  /** What could not be read: "the events". */
  what: string
  /** Other filters would show something. */
  isNarrowed?: boolean
  children: (rows: Row[]) => ReactNode
}

/** A part of a job that comes page by page, in each of its states. */
export function PartRows<Row>({ part, what, isNarrowed = false, children }: PartRowsProps<Row>) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } = part
  if (!data) {
    if (error) return <QueryError what={what} error={error} onRetry={() => void refetch()} />
    return <PartSkeleton />
  }
  const { rows, total } = rowsOf(part)
  if (rows.length === 0) {
    return isNarrowed ? (
      <EmptyState kind="nothing-matches" title={`None of ${what} matches`}>
        <p>Reset the filters above to see all of them.</p>
      </EmptyState>
    ) : (
      <EmptyState kind="nothing-yet" title="Nothing here">
        <p>The source records none of {what} of this job.</p>
      </EmptyState>
    )
  }
  return (
    <div className={isPlaceholderData ? 'opacity-60' : ''}>
      {children(rows)}
      {hasNextPage ? (
        <p className="flex items-center gap-3 py-2.5 text-12 text-3">
          <Button size="sm" onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? 'Reading…' : 'Show more'}
          </Button>
          {formatInteger(rows.length)} of {total === null ? 'many' : formatInteger(total)}
        </p>
      ) : null}
    </div>
  )
}

export function PartSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-4 py-2">
      {['one', 'two', 'three', 'four', 'five'].map((name) => (
        <Skeleton key={name} className="w-full" />
      ))}
    </div>
  )
}
