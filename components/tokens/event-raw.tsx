'use client'

import { useQuery } from '@tanstack/react-query'
import { QueryError } from '@/components/shell/query-error'
import { HostileText } from '@/components/ui/hostile-text'
import { RawRecordText } from '@/components/ui/raw-record'
import { Skeleton } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { rawEventQuery } from '@/lib/usage-events/queries'

interface EventRawProps {
  id: string
  fleet: Fleet
  /** Of this copy, and this line of it, instead of the one that counts. */
  place?: { copy?: string; line?: number }
}

/** The record as it stands in its file. */
export function EventRaw({ id, fleet, place = {} }: EventRawProps) {
  const { data, error, refetch } = useQuery(rawEventQuery(id, fleet, place))
  if (!data) {
    return error ? (
      <QueryError what="the record" error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-24 w-full" />
    )
  }
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1" data-raw={place.copy ?? 'kept'}>
      {data.ref === null ? null : <HostileText text={data.ref} max={80} className="text-12 text-2" />}
      {/* biome-ignore lint/a11y/useSemanticElements: no fields are grouped here */}
      <div
        role="group"
        aria-label="The record as it stands"
        // It scrolls, so a keyboard must reach it.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        className="max-h-[60vh] overflow-y-auto"
      >
        <RawRecordText raw={data} />
      </div>
    </div>
  )
}
