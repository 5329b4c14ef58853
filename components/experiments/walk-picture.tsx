'use client'

import { type KeyboardEvent, type PointerEvent, type ReactNode, useMemo, useState } from 'react'
import { useWidth } from '@/components/ui/use-width'

const FIRST_WIDTH = 1184

interface WalkPictureProps<Layout> {
  /** Question and summary, read out with the focus. */
  name: string
  /** What one step is: "pair", "bar". */
  step: string
  count: number
  /** Where everything stands at a width. The same function as long as the things are the same. */
  layoutAt: (width: number) => Layout
  /** The thing at a place of the picture; null where there is none. */
  nearest: (layout: Layout, x: number, y: number) => number | null
  /** Where one thing is, for its box of facts. */
  placeOf: (layout: Layout, index: number) => { x: number; y: number }
  about: (index: number, layout: Layout) => ReactNode
  onOpen?: (index: number) => void
  /** The drawing, with the thing in hand marked. */
  children: (layout: Layout, width: number, hand: number | null) => ReactNode
}

/** A picture at its final width, whose things can be asked one by one with the pointer or the arrow keys. */
export function WalkPicture<Layout>(props: WalkPictureProps<Layout>) {
  const { name, step, count, layoutAt, nearest, placeOf, about, onOpen, children } = props
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH)
  const layout = useMemo(() => layoutAt(width), [layoutAt, width])
  const [chosen, setHand] = useState<number | null>(null)
  const hand = chosen !== null && chosen < count ? chosen : null
  const at = hand === null ? null : placeOf(layout, hand)
  const onMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    setHand(nearest(layout, event.clientX - box.left, event.clientY - box.top))
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || count === 0) return
    const to = targetOf(event.key, hand, count)
    if (event.key === 'Escape' && hand !== null) setHand(null)
    else if (event.key === 'Enter' && hand !== null && onOpen) onOpen(hand)
    else if (to !== null) setHand(to)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={ref}
      role="application"
      aria-label={`${name}. Arrow keys move from ${step} to ${step}${onOpen ? ', Enter opens' : ''}.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk the things drawn
      tabIndex={0}
      className="relative touch-pan-y select-none"
      onKeyDown={onKey}
      onBlur={() => setHand(null)}
      onPointerMove={onMove}
      onPointerLeave={() => setHand(null)}
      onClick={() => hand !== null && onOpen?.(hand)}
    >
      {children(layout, width, hand)}
      {at && hand !== null ? (
        <div
          aria-live="polite"
          className="overlay pointer-events-none absolute z-10 grid w-max max-w-72 gap-1 px-2.5 py-2 text-12"
          style={{ top: at.y + 8, ...(at.x > width / 2 ? { right: width - at.x + 12 } : { left: at.x + 12 }) }}
        >
          {about(hand, layout)}
        </div>
      ) : null}
    </div>
  )
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }

/** What a key leads to; null for other keys. */
function targetOf(key: string, hand: number | null, count: number): number | null {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = STEPS[key]
  if (step === undefined) return null
  return Math.max(0, Math.min(count - 1, (hand ?? (step > 0 ? -1 : count)) + step))
}
