'use client'

import { useRef } from 'react'
import type { Fleet } from '@/lib/http/wire'
import type { Arranged, ListAddress, ListView } from '@/lib/lists/list-address'
import { useHeldRows } from '@/lib/live/use-held-rows'

interface Asked<Filters extends Arranged, Row> {
  address: ListAddress<Filters>
  view: ListView<Filters>
  fleet: Fleet
  rows: readonly Row[]
  /** The rows answer the question before: other filters are on their way. */
  isOld: boolean
  /** True while the operator himself changes rows: they then go where they belong, even while he reads them. */
  follows?: boolean
}

/** What a table of the list draws, and what it tells back. */
export interface ListTable<Row> {
  rows: readonly Row[]
  /** The marked row. */
  marked: string | null
  arrived: ReadonlySet<string>
  /** Another question is being asked: these rows answer the last one. */
  dimmed: boolean
  onMark: (id: string | null) => void
  /** Called when pointer and focus have left the rows. */
  onUnread: () => void
  bodyRef: React.RefObject<HTMLTableSectionElement | null>
}

/** The rows of a live list: they stay where they are while someone reads them, and the mark is part of the address. */
export function useListRows<Filters extends Arranged, Row extends { id: string }>(asked: Asked<Filters, Row>) {
  const { address, view, fleet, rows, isOld, follows = false } = asked
  const bodyRef = useRef<HTMLTableSectionElement>(null)
  const list = JSON.stringify([fleet, address.query(view.filters)])
  const held = useHeldRows(isOld ? null : list, rows, () => !follows && isReading(bodyRef.current))
  const hrefOf = (row: string | null) => address.href({ filters: view.filters, skip: view.skip, row }, fleet)
  const table: ListTable<Row> = {
    rows: held.rows,
    marked: view.row,
    arrived: held.arrived,
    dimmed: isOld,
    // Next.js follows replaceState without asking the server again.
    onMark: (row) => window.history.replaceState(null, '', hrefOf(row)),
    onUnread: () => {
      if (held.moved && !isReading(bodyRef.current)) held.release()
    },
    bodyRef,
  }
  const onShow = () => {
    held.release()
    window.scrollTo({ top: 0 })
  }
  return { table, hrefOf, newRows: { fresh: held.fresh, moved: held.moved, onShow } }
}

/** Past the first screen, or with pointer or focus on the rows: then nothing may slide away. */
function isReading(body: HTMLElement | null): boolean {
  if (!body || typeof window === 'undefined') return false
  return window.scrollY > window.innerHeight || body.matches(':hover') || body.contains(document.activeElement)
}
