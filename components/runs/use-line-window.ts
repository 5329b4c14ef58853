'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'
import type { RunLine } from '@/lib/runs/run-lines'

/** Up to here all rows are in the page, and find-in-page sees them. */
const DRAWN_MAX = 200
const WIDE_ROW = 32
const NARROW_ROW = 78
/** What the server draws before it knows the window. */
const FIRST_RECT = { width: 1280, height: 1600 }

interface LineWindow {
  lines: readonly RunLine[]
  /** Pixels that stand for the lines before and after. */
  before: number
  after: number
  reveal: (index: number) => void
}

/** The lines near the window, when there are too many to draw all. The rows themselves tell how high they are. */
export function useLineWindow(lines: readonly RunLine[], body: RefObject<HTMLTableSectionElement | null>): LineWindow {
  const isVirtual = lines.length > DRAWN_MAX
  const { top, row } = useGeometry(body, isVirtual)
  const virtual = useWindowVirtualizer({
    count: lines.length,
    enabled: isVirtual,
    estimateSize: () => row,
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 20,
    scrollMargin: top,
    initialRect: FIRST_RECT,
  })
  if (!isVirtual) return { lines, before: 0, after: 0, reveal: () => {} }
  const items = virtual.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  if (!first || !last) return { lines: lines.slice(0, DRAWN_MAX), before: 0, after: 0, reveal: () => {} }
  return {
    lines: lines.slice(first.index, last.index + 1),
    before: first.start - top,
    after: virtual.getTotalSize() - (last.end - top),
    reveal: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  }
}

/** Where the rows begin and how high one is; both follow density and the width of the window. */
function useGeometry(body: RefObject<HTMLTableSectionElement | null>, isVirtual: boolean) {
  const [geometry, setGeometry] = useState({ top: 160, row: WIDE_ROW })
  useLayoutEffect(() => {
    const element = body.current
    if (!element || !isVirtual) return
    const measure = () => {
      const top = Math.round(element.getBoundingClientRect().top + window.scrollY)
      const wide = window.matchMedia('(min-width: 45.0625rem)').matches
      const measured = element.querySelector('[data-run]')?.getBoundingClientRect().height
      const row = measured || (wide ? WIDE_ROW : NARROW_ROW)
      setGeometry((before) => (before.top === top && before.row === row ? before : { top, row }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.documentElement)
    return () => observer.disconnect()
  }, [body, isVirtual])
  return geometry
}
