'use client'

import { useCallback, useMemo } from 'react'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { ConfigurationPoint } from '@/lib/experiments/experiment-schema'
import { levelText, percentText } from '@/lib/experiments/number-words'
import { isSpreadWide, valueAxis } from '@/lib/experiments/value-axis'
import { formatMoney } from '@/lib/time/format-quantity'
import { WalkPicture } from './walk-picture'

const HEIGHT = 260
const [LEFT, RIGHT, TOP, BASE] = [48, 24, 14, 232]
const HALO = { stroke: 'var(--surface)', strokeWidth: 3, paintOrder: 'stroke' } as const
const NEAR = 24
/** More names than this lie over each other. */
const NAMED_MAX = 6

interface Placed {
  configuration: string
  cost: number
  rate: number
  wilson: [number, number] | null
  onFrontier: boolean
}

/** Success over cost; the line joins those that nothing beats on both. */
export function FrontierChart({ points }: { points: readonly ConfigurationPoint[] }) {
  const placed = useMemo(() => placedPoints(points), [points])
  const layoutAt = useCallback((width: number) => layoutPoints(placed, width), [placed])
  const left = points.length - placed.length
  if (placed.length === 0)
    return (
      <p className="pb-2 text-2">No configuration records both its cost and its success, so there is no picture.</p>
    )
  return (
    <figure className="m-0 pb-3" aria-label="Success over cost an item">
      <WalkPicture
        name="Success over cost an item"
        step="configuration"
        count={placed.length}
        layoutAt={layoutAt}
        nearest={({ at }, x, y) => nearestOf(at, x, y)}
        placeOf={({ at }, index) => at[index] ?? { x: 0, y: 0 }}
        about={(index) => <About point={placed[index]} />}
      >
        {(layout, width, hand) => <Drawing placed={placed} layout={layout} width={width} hand={hand} />}
      </WalkPicture>
      <figcaption className="text-12 text-3">
        success over dollars an item; bars are 95 % intervals of one rate alone
        {left > 0 ? `; ${left} without cost or success are not drawn` : ''}
      </figcaption>
    </figure>
  )
}

const placedPoints = (points: readonly ConfigurationPoint[]): Placed[] =>
  points
    .flatMap(({ configuration, costPerItemMicroUsd: cost, rate, wilson, onFrontier }) =>
      cost === null || rate === null ? [] : [{ configuration, cost, rate, wilson, onFrontier: onFrontier === true }],
    )
    .sort((a, b) => a.cost - b.cost || b.rate - a.rate)

function layoutPoints(placed: readonly Placed[], width: number) {
  const costs = placed.map(({ cost }) => cost)
  const isLog = isSpreadWide(costs)
  const x = valueAxis(isLog ? costs : [0, ...costs], { from: LEFT + 8, to: width - RIGHT }, isLog)
  const rates = placed.flatMap(({ rate, wilson }) => [rate, ...(wilson ?? [])])
  const y = valueAxis(rates, { from: BASE, to: TOP })
  const at = placed.map(({ cost, rate }) => ({ x: x.at(cost), y: y.at(rate) }))
  return { x, y, at }
}

function nearestOf(at: readonly { x: number; y: number }[], px: number, py: number): number | null {
  let best: number | null = null
  let distance = NEAR
  at.forEach(({ x, y }, index) => {
    const away = Math.hypot(x - px, y - py)
    if (away >= distance) return
    best = index
    distance = away
  })
  return best
}

function About({ point }: { point: Placed | undefined }) {
  if (!point) return null
  return (
    <>
      <b className="wrap-anywhere">
        <bdi>{plainText(point.configuration, 120)}</bdi>
      </b>
      <span>{percentText(point.rate)} succeeded</span>
      <span>{formatMoney(point.cost)} an item</span>
      {point.onFrontier ? <span className="text-2">on the frontier</span> : null}
    </>
  )
}

interface DrawingProps {
  placed: readonly Placed[]
  layout: ReturnType<typeof layoutPoints>
  width: number
  hand: number | null
}

function Drawing({ placed, layout: { x, y, at }, width, hand }: DrawingProps) {
  const frontier = at.filter((_, index) => placed[index]?.onFrontier)
  const steps = frontier.map(({ x: px, y: py }, index) => (index === 0 ? `M${px} ${py}` : `H${px}V${py}`)).join('')
  return (
    <svg aria-hidden="true" width={width} height={HEIGHT} className="block text-11">
      <g fill="var(--text-3)">
        {y.ticks.map(({ value, px: py }) => (
          <g key={value}>
            <path d={`M${LEFT} ${Math.round(py) + 0.5}H${width}`} stroke="var(--line)" />
            <text x={LEFT - 8} y={py + 4} textAnchor="end">
              {levelText(value)}
            </text>
          </g>
        ))}
        {x.ticks.map(({ value, px }) => (
          <text key={value} x={px} y={BASE + 18} textAnchor="middle">
            {formatMoney(value)}
          </text>
        ))}
      </g>
      <path d={steps} fill="none" stroke="var(--s1)" strokeWidth={1.5} strokeDasharray="4 3" />
      {placed.map(({ configuration, wilson, onFrontier }, index) => {
        const place = at[index]
        if (!place) return null
        return (
          <g key={configuration}>
            {wilson ? (
              <path d={`M${place.x} ${y.at(wilson[0])}V${y.at(wilson[1])}`} stroke="var(--line-strong)" />
            ) : null}
            {onFrontier ? (
              <rect x={place.x - 4} y={place.y - 4} width={8} height={8} fill="var(--s1)" />
            ) : (
              <circle
                cx={place.x}
                cy={place.y}
                r={3.5}
                fill="var(--surface)"
                stroke="var(--text-2)"
                strokeWidth={1.5}
              />
            )}
            {hand === index ? (
              <circle cx={place.x} cy={place.y} r={8} fill="none" stroke="var(--text)" strokeWidth={1.5} />
            ) : null}
            {onFrontier && frontier.length <= NAMED_MAX ? <Name text={configuration} {...place} width={width} /> : null}
          </g>
        )
      })}
    </svg>
  )
}

function Name({ text, x, y, width }: { text: string; x: number; y: number; width: number }) {
  const isRight = x > width * 0.7
  return (
    <text x={isRight ? x - 9 : x + 9} y={y - 6} textAnchor={isRight ? 'end' : 'start'} className="fill-2" {...HALO}>
      {plainText(middleTruncate(text, 28))}
    </text>
  )
}
