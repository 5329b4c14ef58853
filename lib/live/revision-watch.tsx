'use client'

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { RevisionWire } from '@/lib/live/schema'
import { paths } from '@/lib/paths'

const revisionQuery = (fleet: Fleet) =>
  queryOptions({
    queryKey: ['revision', fleet] as const,
    queryFn: ({ signal }) => request(RevisionWire, paths.api.revision(fleet), { signal }),
    refetchInterval: pollEvery<RevisionWire>({ live: () => true }),
    meta: { aside: true },
  })

/**
 * Asks every two seconds whether anything was imported, and refreshes the page when it was: a list of ended runs polls
 * slowly and an ended run not at all, yet an import that changes them shows at once.
 */
export function RevisionWatch({ fleet }: { fleet: Fleet }) {
  const client = useQueryClient()
  const { data } = useQuery(revisionQuery(fleet))
  const seen = useRef<string | null>(null)
  useEffect(() => {
    if (!data) return
    const mark = `${fleet} ${data.revision}`
    const changed = seen.current?.startsWith(`${fleet} `) && seen.current !== mark
    seen.current = mark
    if (changed) void client.invalidateQueries({ predicate: (query) => query.meta?.['aside'] !== true })
  }, [client, data, fleet])
  return null
}
