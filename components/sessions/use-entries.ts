'use client'

import { useQueries } from '@tanstack/react-query'
import type { Fleet } from '@/lib/http/wire'
import { CHUNK, type EntryQuery, entryChunkQuery } from '@/lib/sessions/queries'
import type { EntryWire } from '@/lib/sessions/schema'

/** So many entries ahead of what is drawn are asked for. */
const AHEAD = 30

interface Range {
  first: number
  last: number
}

/** The entries around those in sight, in pieces; the others are forgotten after a while. */
export function useEntries(id: string, fleet: Fleet, filters: EntryQuery, total: number, { first, last }: Range) {
  const from = Math.max(0, Math.floor((first - AHEAD) / CHUNK))
  const to = Math.min(Math.floor((total - 1) / CHUNK), Math.floor((last + AHEAD) / CHUNK))
  const chunks = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
  const pieces = useQueries({ queries: chunks.map((chunk) => entryChunkQuery(id, fleet, filters, chunk)) })
  const failed = pieces.find(({ error, data }) => error && !data)
  return {
    entryAt: (index: number): EntryWire | undefined =>
      pieces[Math.floor(index / CHUNK) - from]?.data?.items[index % CHUNK],
    error: failed?.error ?? null,
    retry: () => {
      for (const piece of pieces) if (piece.error) void piece.refetch()
    },
  }
}
