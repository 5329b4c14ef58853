'use client'

import { useCallback } from 'react'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { ExperimentMetric } from '@/lib/experiments/definition'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { differenceText, ratioText, valueText } from '@/lib/experiments/number-words'
import type { FullPair } from '@/lib/experiments/pair-parts'
import { type Dumbbells as Layout, layoutDumbbells } from '@/lib/experiments/pair-picture'
import { ArmMark } from './arm-mark'
import { WalkPicture } from './walk-picture'

const FOOT = 22
const RIGHT = 16
const [NAMES, NAMES_NARROW, NARROW] = [200, 96, 640]

interface DumbbellsProps {
  metric: ExperimentMetric
  pairs: readonly FullPair[]
  arms: ExperimentDetail['arms']
}

/** Control and treatment of each pair on one line, ordered by their difference. */
export function Dumbbells({ metric, pairs, arms }: DumbbellsProps) {
  const layoutAt = useCallback(
    (width: number) => layoutDumbbells(pairs, { left: width < NARROW ? NAMES_NARROW : NAMES, right: width - RIGHT }),
    [pairs],
  )
  return (
    <figure className="m-0" aria-label="Both values of every pair">
      <div className="flex flex-wrap gap-x-4 gap-y-1 pb-2 text-12 text-2">
        {(['control', 'treatment'] as const).map((arm) => (
          <span key={arm} className="inline-flex min-w-0 items-center gap-1.5">
            <ArmMark arm={arm} />
            <bdi className="max-w-80 truncate">{plainText(arms[arm].label, 80)}</bdi>
          </span>
        ))}
        <span className="text-3">by difference, the largest fall first</span>
      </div>
      <WalkPicture
        name={`Both values of ${pairs.length.toLocaleString('en-US')} pairs`}
        step="pair"
        count={pairs.length}
        layoutAt={layoutAt}
        nearest={({ row }, _, y) => {
          const at = Math.floor(y / row)
          return at >= 0 && at < pairs.length ? at : null
        }}
        placeOf={({ row, axis, pairs: ordered }, index) => {
          const pair = ordered[index]
          return { x: pair ? axis.at(Math.max(pair.control, pair.treatment)) : 0, y: (index + 0.5) * row }
        }}
        about={(index, layout) => <About metric={metric} pair={layout.pairs[index]} />}
      >
        {(layout, width, hand) => <Drawing layout={layout} metric={metric} width={width} hand={hand} />}
      </WalkPicture>
    </figure>
  )
}

function About({ metric, pair }: { metric: ExperimentMetric; pair: FullPair | undefined }) {
  if (!pair) return null
  return (
    <>
      <b className="wrap-anywhere">
        <bdi>{plainText(pair.key, 200)}</bdi>
      </b>
      <span>control {valueText(metric, pair.control)}</span>
      <span>treatment {valueText(metric, pair.treatment)}</span>
      <span className="text-2">
        {differenceText(metric, pair.difference)}
        {pair.control > 0 && pair.treatment > 0 ? `, ${ratioText(pair.treatment / pair.control)}` : ''}
      </span>
    </>
  )
}

interface DrawingProps {
  layout: Layout
  metric: ExperimentMetric
  width: number
  hand: number | null
}

function Drawing({ layout, metric, width, hand }: DrawingProps) {
  const { axis, height, row, isNamed, links, pairs } = layout
  return (
    <svg aria-hidden="true" width={width} height={height + FOOT} className="block text-11" data-pairs={pairs.length}>
      <g fill="var(--text-3)">
        {axis.ticks.map(({ value, px }) => (
          <g key={value}>
            <path
              d={`M${Math.round(px) + 0.5} 0V${height}`}
              stroke={value === 0 ? 'var(--line-strong)' : 'var(--line)'}
            />
            <text x={px} y={height + 16} textAnchor={px > width - 40 ? 'end' : 'middle'}>
              {valueText(metric, value)}
            </text>
          </g>
        ))}
      </g>
      {hand === null ? null : (
        <rect x={0} y={hand * row} width={width} height={Math.max(1, row)} fill="var(--selected)" />
      )}
      <path d={links} stroke="var(--s-other)" strokeWidth={isNamed ? 1.5 : Math.max(0.4, Math.min(1, row))} />
      {isNamed ? <Shapes layout={layout} width={width} /> : <Strokes layout={layout} />}
    </svg>
  )
}

/** Each pair with its name. */
function Shapes({ layout: { pairs, axis, row }, width }: { layout: Layout; width: number }) {
  const most = width < NARROW ? 12 : 30
  return pairs.map(({ key, control, treatment }, index) => {
    const y = (index + 0.5) * row
    return (
      <g key={key}>
        <text x={0} y={y + 4} className="fill-2">
          {plainText(middleTruncate(key, most))}
        </text>
        <rect x={axis.at(treatment) - 4} y={y - 4} width={8} height={8} fill="var(--s1)" />
        <circle cx={axis.at(control)} cy={y} r={4} fill="var(--surface)" stroke="var(--s2)" strokeWidth={2} />
      </g>
    )
  })
}

/** Thousands of pairs in two paths. */
function Strokes({ layout: { control, treatment } }: { layout: Layout }) {
  return (
    <>
      <path d={control} stroke="var(--s2)" strokeWidth={3} />
      <path d={treatment} stroke="var(--s1)" strokeWidth={3} />
    </>
  )
}
