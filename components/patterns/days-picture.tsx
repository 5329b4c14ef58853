'use client'

import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { HatchPattern } from '@/components/charts/hatch-pattern'
import { useWidth } from '@/components/ui/use-width'
import { tickText } from '@/lib/charts/ticks'
import { type DayBar, type DayMark, type DayPicture, dayPicture } from '@/lib/patterns/day-picture'
import type { PatternDetail } from '@/lib/patterns/schema'
import { plural } from '@/lib/patterns/words'
import { dayText } from '@/lib/time/format'

const HEIGHT = 190
const MARGIN = { height: HEIGHT, left: 44, right: 8, top: 30, bottom: 22 }
const FIRST_WIDTH = 660

interface DaysPictureProps {
  pattern: PatternDetail
  today: string
  name: string
}

/** The drawing at its final width. Arrow keys walk the days on which it was seen. */
export function DaysPicture({ pattern, today, name }: DaysPictureProps) {
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH)
  const [hand, setHand] = useState<number | null>(null)
  const picture = dayPicture(pattern, today, { ...MARGIN, width })
  if (picture === null) return null
  const { bars, marks } = picture
  const bar = hand === null ? undefined : bars[hand]
  const onMove = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    setHand(nearest(bars, x))
  }
  const words = [name, ...marks.map(({ label }) => label)].join('; ')
  return (
    <div
      ref={ref}
      role="application"
      aria-label={`${words}. Arrow keys move from day to day.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk the days
      tabIndex={0}
      className="relative touch-pan-y select-none overflow-x-clip"
      onKeyDown={(event) => walk(event, hand, bars.length, setHand)}
      onBlur={() => setHand(null)}
      onPointerMove={onMove}
      onPointerLeave={() => setHand(null)}
    >
      <HatchPattern />
      <svg aria-hidden="true" width={width} height={HEIGHT} className="block text-11">
        <Axes picture={picture} />
        <Quiet picture={picture} />
        {bars.map((each) => (
          <Bar key={each.day} bar={each} />
        ))}
        {marks.map((mark, index) => (
          <Mark key={mark.kind} mark={mark} base={picture.base} width={width} row={index} />
        ))}
        {bar ? <path d={`M${bar.x + bar.width / 2} ${bar.y - 4}v-8`} stroke="var(--text)" /> : null}
      </svg>
      {bar ? (
        <div
          aria-live="polite"
          className="overlay pointer-events-none absolute top-0 z-10 px-2.5 py-2 text-12"
          style={bar.x > width / 2 ? { right: width - bar.x + 8 } : { left: bar.x + bar.width + 8 }}
        >
          {dayText(new Date(bar.day))} {bar.day.slice(0, 4)} (UTC): {plural(bar.occurrences, 'time')}
        </div>
      ) : null}
    </div>
  )
}

function nearest(bars: readonly DayBar[], x: number): number | null {
  let best: number | null = null
  for (const [index, bar] of bars.entries()) {
    const there = best === null ? undefined : bars[best]
    const away = (each: DayBar) => Math.abs(each.x + each.width / 2 - x)
    if (there === undefined || away(bar) < away(there)) best = index
  }
  return best
}

function walk(event: KeyboardEvent, hand: number | null, count: number, move: (to: number | null) => void) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (event.key === 'Escape') move(null)
  if (step === undefined || count === 0) return
  event.preventDefault()
  const from = hand ?? (step > 0 ? -1 : count)
  move(Math.max(0, Math.min(count - 1, from + step)))
}

/** Since it came back the bars are red, and hatched for those who see no red. */
function Bar({ bar: { x, y, width, height, isBack } }: { bar: DayBar }) {
  return (
    <>
      <rect x={x} y={y} width={width} height={height} fill={isBack ? 'var(--bad)' : 'var(--s-other)'} />
      {isBack && width > 4 ? <rect x={x} y={y} width={width} height={height} fill="url(#hatch)" opacity={0.5} /> : null}
    </>
  )
}

function Mark({
  mark: { x, label, kind },
  base,
  width,
  row,
}: {
  mark: DayMark
  base: number
  width: number
  row: number
}) {
  const isRight = x > width - 110
  const y = row === 0 ? 10 : 23
  return (
    <g>
      <path
        d={`M${Math.round(x) + 0.5} ${y - 8}V${base}`}
        stroke={kind === 'back' ? 'var(--bad)' : 'var(--text-2)'}
        strokeDasharray="3 2"
      />
      <text x={isRight ? x - 5 : x + 5} y={y} textAnchor={isRight ? 'end' : 'start'} className="fill-2">
        {label}
      </text>
    </g>
  )
}

function Quiet({ picture: { quiet, base } }: { picture: DayPicture }) {
  if (quiet === null) return null
  const middle = (quiet.from + quiet.to) / 2
  const words = `${plural(quiet.days, 'day')}, none`
  const isWide = quiet.to - quiet.from > 90
  return (
    <g>
      <path d={`M${quiet.from} ${base - 46.5}H${quiet.to}`} stroke="var(--text-3)" strokeDasharray="1 2" />
      {isWide ? (
        <text x={middle} y={base - 52} textAnchor="middle" className="fill-2">
          {words}
        </text>
      ) : null}
    </g>
  )
}

function Axes({ picture: { yTicks, xTicks, left, right } }: { picture: DayPicture }) {
  return (
    <g fill="var(--text-3)">
      {yTicks.map(({ value, y }) => (
        <g key={value}>
          <path
            d={`M${left} ${Math.round(y) + 0.5}H${right}`}
            stroke={value === 0 ? 'var(--line-strong)' : 'var(--line)'}
          />
          <text x={left - 8} y={y + 4} textAnchor="end">
            {tickText(value)}
          </text>
        </g>
      ))}
      {xTicks.map(({ label, x }) => (
        <text key={x} x={x} y={HEIGHT - 5} textAnchor={x > right - 24 ? 'end' : 'middle'}>
          {label}
        </text>
      ))}
    </g>
  )
}
