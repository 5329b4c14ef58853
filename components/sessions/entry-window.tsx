'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { formatInteger } from '@/lib/time/format-quantity'
import { EntryRow } from './entry-row'
import { useEntries } from './use-entries'
import type { Reader } from './use-reader'

/** Height of an entry that nobody has drawn yet. */
const GUESS = 68
/** The header of the page, which sticks above everything. */
const HEADER = 48
/** So near to the end counts as being there. */
const NEAR_END = 48

interface EntryWindowProps {
  id: string
  fleet: Fleet
  reader: Reader
  total: number
  /** More is to come: a call without a result is not one that lost it. */
  live: boolean
  onRaw: (entryId: string) => void
}

/**
 * The transcript, of which only what is in sight is drawn. Heights are measured as entries appear, and what stands above
 * is adjusted so that the line being read stays where it is.
 */
export function EntryWindow({ id, fleet, reader, total, live, onRaw }: EntryWindowProps) {
  const box = useRef<HTMLDivElement>(null)
  const { top, covered } = useTop(box)
  const virtual = useWindowVirtualizer({
    count: total,
    estimateSize: () => GUESS,
    overscan: 6,
    scrollMargin: top,
    scrollPaddingStart: covered,
    initialRect: { width: 1280, height: 900 },
  })
  const items = virtual.getVirtualItems()
  const size = virtual.getTotalSize()
  const { entryAt, error, retry } = useEntries(id, fleet, reader.filters, total, {
    first: items[0]?.index ?? 0,
    last: items.at(-1)?.index ?? 0,
  })
  const edge = (virtual.scrollOffset ?? 0) + covered
  const firstInSight = items.find((item) => item.end > edge)?.index ?? 0

  const goTo = useGoTo(total, (index) => virtual.scrollToIndex(index, { align: 'start' }))
  const take = (index: number) => {
    const entry = entryAt(index)
    if (!entry) return
    reader.mark(entry.id, index)
    virtual.scrollToIndex(index, { align: 'auto' })
  }
  useImperativeHandle(reader.list, () => ({ goTo, take, first: () => firstInSight }))
  useTaken(reader, goTo)
  const firstAt = entryAt(firstInSight)?.at
  useEffect(() => {
    if (firstAt !== undefined) reader.position.set(firstAt)
  }, [reader.position, firstAt])
  const { fresh, toEnd } = useGrowth(total, size, items.at(-1)?.index ?? 0)

  if (error) return <QueryError what="this part of the transcript" error={error} onRetry={retry} />
  return (
    <>
      <div
        ref={box}
        role="feed"
        aria-label="Transcript"
        aria-busy={items.some((item) => !entryAt(item.index))}
        className="relative [overflow-anchor:none]"
        style={{ height: size }}
      >
        {items.map((item) => {
          const entry = entryAt(item.index)
          return (
            <article
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              data-entry={entry?.id}
              aria-posinset={item.index + 1}
              aria-setsize={total}
              aria-current={entry && entry.id === reader.marked ? 'true' : undefined}
              tabIndex={-1}
              className="absolute inset-x-0 top-0 outline-none"
              style={{ transform: `translateY(${item.start - top}px)` }}
            >
              {entry ? (
                <EntryRow
                  entry={entry}
                  sessionId={id}
                  fleet={fleet}
                  marked={entry.id === reader.marked}
                  open={reader.opened.ids.has(entry.id)}
                  live={live}
                  onOpen={reader.opened.set}
                  onMark={reader.mark}
                  onRaw={onRaw}
                />
              ) : (
                <Waiting />
              )}
            </article>
          )
        })}
      </div>
      <div aria-live="polite" className="layer-sticky pointer-events-none sticky bottom-4 flex h-0 justify-center">
        {fresh > 0 ? (
          <span className="-top-8 pointer-events-auto relative">
            <Button size="sm" look="primary" onClick={toEnd}>
              {formatInteger(fresh)} new {fresh === 1 ? 'entry' : 'entries'} ↓
            </Button>
          </span>
        ) : null}
      </div>
    </>
  )
}

function Waiting() {
  return (
    <div className="grid grid-cols-[64px_minmax(0,1fr)] items-start gap-x-3 py-3 max-md:grid-cols-1">
      <Skeleton className="w-12 max-md:hidden" />
      <span className="grid gap-2">
        <Skeleton className="w-28" />
        <Skeleton className="w-3/5" />
      </span>
    </div>
  )
}

/** Where the list begins on the page, and how much of the window sticks above it; both change with the width. */
function useTop(box: React.RefObject<HTMLElement | null>) {
  const [edges, setEdges] = useState({ top: 0, covered: 2 * HEADER })
  useLayoutEffect(() => {
    const measure = () => {
      if (!box.current) return
      const top = Math.round(box.current.getBoundingClientRect().top + window.scrollY)
      const tools = box.current.parentElement?.querySelector('[role=toolbar]')?.getBoundingClientRect().height ?? HEADER
      const covered = Math.round(HEADER + tools)
      setEdges((before) => (before.top === top && before.covered === covered ? before : { top, covered }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [box])
  return edges
}

/** A place that is not there yet is gone to as soon as it is. */
function useGoTo(total: number, scroll: (index: number) => void) {
  const waiting = useRef<number | null>(null)
  const latest = useRef(scroll)
  useEffect(() => {
    latest.current = scroll
    const index = waiting.current
    if (index === null || index >= total) return
    waiting.current = null
    scroll(index)
  })
  return (index: number) => {
    if (index < total) latest.current(index)
    else waiting.current = index
  }
}

/** An entry taken in hand before there was a list to show it (a link, a filter taken off) is shown when there is one. */
function useTaken({ isInHand, here }: Reader, goTo: (index: number) => void) {
  const first = useRef<(() => void) | null>(() => {
    if (isInHand()) goTo(here())
  })
  useEffect(() => {
    first.current?.()
    first.current = null
  }, [])
}

/** Follows the end while the reader is there; counts what came while they are elsewhere. */
function useGrowth(total: number, size: number, lastDrawn: number) {
  const [seen, setSeen] = useState(total)
  const follows = useRef(false)
  const lastTotal = useRef(total)
  useEffect(() => {
    const onScroll = () => {
      const { scrollHeight } = document.documentElement
      follows.current = window.scrollY > 0 && window.innerHeight + window.scrollY >= scrollHeight - NEAR_END
      if (follows.current) setSeen(lastTotal.current)
    }
    window.addEventListener('scroll', onScroll, { passive: true })
    return () => window.removeEventListener('scroll', onScroll)
  }, [])
  const toEnd = () => window.scrollTo({ top: document.documentElement.scrollHeight })
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the height, whatever changed it
  useLayoutEffect(() => {
    lastTotal.current = total
    if (follows.current) window.scrollTo({ top: document.documentElement.scrollHeight })
  }, [total, size])
  const fits = lastDrawn >= total - 1 && typeof window !== 'undefined' && size < window.innerHeight
  const isNew = total > seen && !fits
  return { fresh: isNew ? total - seen : 0, toEnd }
}
