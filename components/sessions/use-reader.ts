'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useCallback, useRef, useState } from 'react'
import { useToast } from '@/components/ui/toast'
import type { Fleet } from '@/lib/http/wire'
import { type EntryFilterId, entryFilterOf, entryFilterQuery } from '@/lib/sessions/entry-filters'
import { entryPlaceQuery, entryShapeQuery, findQuery } from '@/lib/sessions/queries'
import { createPosition } from './position-store'

/** What the list of entries can be asked from outside. */
export interface EntryWindowHandle {
  goTo: (index: number) => void
  /** Position of the first entry in sight. */
  first: () => number
  /** Marks the entry at a position, as soon as it is there. */
  take: (index: number) => void
}

/** Changes the address without asking the server again; null removes a name. */
function setAddress(changes: Readonly<Record<string, string | null>>): void {
  const url = new URL(window.location.href)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  }
  window.history.replaceState(null, '', url)
}

/** Reading one transcript: what is shown, which entry is in hand, what is looked for. The address holds all of it. */
export function useReader(id: string, fleet: Fleet) {
  const params = useSearchParams()
  const only = entryFilterOf(params.get('only'))
  const asked = params.get('find') ?? ''
  const marked = params.get('entry')
  const filters = entryFilterQuery(only)
  const list = useRef<EntryWindowHandle>(null)
  const inHand = useRef<{ id: string; index: number } | null>(null)
  const [position] = useState(createPosition)
  const opened = useOpened()
  const { data: shape, error, refetch } = useQuery(entryShapeQuery(id, fleet, filters))
  const { data: found, isFetching: isFinding } = useQuery(findQuery(id, fleet, filters, asked))

  const go = useCallback((entryId: string, index: number) => {
    inHand.current = { id: entryId, index }
    setAddress({ entry: entryId })
    list.current?.goTo(index)
  }, [])
  /** Positions count within a filter: with another one, the position held is of no entry any more. */
  const setOnly = useCallback((next: EntryFilterId | null) => {
    inHand.current = null
    setAddress({ only: next })
  }, [])
  const jump = useJump({ id, fleet, only, setOnly, go, list })
  return {
    only,
    setOnly,
    filters,
    asked,
    ask: (text: string) => setAddress({ find: text || null }),
    found: asked === '' ? undefined : found,
    isFinding,
    marked,
    mark: (entryId: string | null, index: number | null) => {
      inHand.current = entryId === null || index === null ? null : { id: entryId, index }
      setAddress({ entry: entryId })
    },
    /** The entry in hand. Known at once, where the address follows a moment later: keys may come faster than that. */
    hand: () => inHand.current?.id ?? marked,
    /** Position of the entry in hand, else of the first in sight. */
    here: () => inHand.current?.index ?? list.current?.first() ?? 0,
    isInHand: () => inHand.current !== null,
    go,
    moveTo: (index: number) => list.current?.take(index),
    ...jump,
    list,
    position,
    opened,
    total: shape?.total,
    shapeError: shape ? null : error,
    retry: () => void refetch(),
  }
}
export type Reader = ReturnType<typeof useReader>

/** Entries that were opened stay open when they scroll out of sight and back. */
function useOpened() {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const set = useCallback((entryId: string, open: boolean) => {
    setIds((before) => {
      const next = new Set(before)
      if (open) next.add(entryId)
      else next.delete(entryId)
      return next
    })
  }, [])
  return { ids, set }
}

interface JumpFrom {
  id: string
  fleet: Fleet
  only: EntryFilterId | null
  setOnly: (next: EntryFilterId | null) => void
  go: (entryId: string, index: number) => void
  list: React.RefObject<EntryWindowHandle | null>
}

/** Finds the place of an entry or a moment; a filter that leaves an entry out is taken off. */
function useJump({ id, fleet, only, setOnly, go, list }: JumpFrom) {
  const client = useQueryClient()
  const toast = useToast()
  const filters = entryFilterQuery(only)
  const failed = () => toast({ text: 'That place could not be found', tone: 'warn' })
  const find = async (entryId: string) => {
    const inFilter = await client.fetchQuery(entryPlaceQuery(id, fleet, filters, { around: entryId }))
    if (inFilter.aroundIndex !== null || only === null) return inFilter
    setOnly(null)
    return client.fetchQuery(entryPlaceQuery(id, fleet, {}, { around: entryId }))
  }
  return {
    /** @param index its position without a filter, where that is known */
    jump: (entryId: string, index?: number) => {
      if (only === null && index !== undefined) return go(entryId, index)
      find(entryId).then(({ aroundIndex, items }) => {
        if (aroundIndex === null) toast({ text: 'That entry is not in this session', tone: 'warn' })
        else go(items[0]?.id ?? entryId, aroundIndex)
      }, failed)
    },
    jumpToTime: (at: string) => {
      client.fetchQuery(entryPlaceQuery(id, fleet, filters, { at })).then(({ offset, total }) => {
        list.current?.goTo(Math.min(offset, Math.max(0, total - 1)))
      }, failed)
    },
  }
}
