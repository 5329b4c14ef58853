'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'

/** Up to here all rows are in the page, and find-in-page sees them. */
const DRAWN_MAX = 200
const ROW = 32
/** What the server draws before it knows the window. */
const FIRST_RECT = { width: 1280, height: 1600 }

interface RowWindow<Row> {
  rows: readonly Row[]
  /** Pixels that stand for the rows before and after. */
  before: number
  after: number
}

/** The rows near the window, when there are too many to draw all. All are equally high. */
export function useRowWindow<Row>(rows: readonly Row[], body: RefObject<HTMLElement | null>): RowWindow<Row> {
  const isVirtual = rows.length > DRAWN_MAX
  const { top, row } = useGeometry(body, isVirtual)
  const virtual = useWindowVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    estimateSize: () => row,
    overscan: 20,
    scrollMargin: top,
    initialRect: FIRST_RECT,
  })
  if (!isVirtual) return { rows, before: 0, after: 0 }
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  if (!first || !last) return { rows: rows.slice(0, DRAWN_MAX), before: 0, after: 0 }
  return {
    rows: rows.slice(first.index, last.index + 1),
    before: first.start - top,
    after: virtual.getTotalSize() - (last.end - top),
  }
}

/** Where the rows begin and how high one is: both follow density, the width of the window and what stands above. */
function useGeometry(body: RefObject<HTMLElement | null>, isVirtual: boolean) {
  const [geometry, setGeometry] = useState({ top: 0, row: ROW })
  useLayoutEffect(() => {
    const element = body.current
    if (!element || !isVirtual) return
    const measure = () => {
      const top = Math.round(element.getBoundingClientRect().top + window.scrollY)
      const row = element.querySelector('[data-pair]')?.getBoundingClientRect().height || ROW
      setGeometry((before) => (before.top === top && before.row === row ? before : { top, row }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.documentElement)
    return () => observer.disconnect()
  }, [body, isVirtual])
  return geometry
}
