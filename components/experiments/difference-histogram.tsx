'use client'

import { useCallback } from 'react'
import type { Analysis } from '@/lib/experiments/analysis-schema'
import type { ExperimentMetric } from '@/lib/experiments/definition'
import { differenceText } from '@/lib/experiments/number-words'
import type { FullPair } from '@/lib/experiments/pair-parts'
import { type Bin, histogram } from '@/lib/experiments/pair-picture'
import { valueAxis } from '@/lib/experiments/value-axis'
import { plural } from '@/lib/experiments/words'
import { WalkPicture } from './walk-picture'

const [HEIGHT, TOP, BASE] = [140, 12, 116]
const SIDE = 24

interface DifferenceHistogramProps {
  metric: ExperimentMetric
  pairs: readonly FullPair[]
  analysis: Analysis | null
}

/** How the differences are spread around none, and where their mean lies. */
export function DifferenceHistogram({ metric, pairs, analysis }: DifferenceHistogramProps) {
  const layoutAt = useCallback((width: number) => layoutBins(pairs, width), [pairs])
  const mean = analysis?.effect.difference?.estimate ?? null
  const title = `Distribution of ${plural(pairs.length, 'difference')}`
  return (
    <figure className="m-0 pt-5" aria-label={title}>
      <figcaption className="pb-2 font-semibold text-13">
        {title} <span className="pl-1 font-normal text-12 text-3">treatment − control, per pair</span>
      </figcaption>
      <WalkPicture
        name={title}
        step="bar"
        count={layoutAt(0).bins.length}
        layoutAt={layoutAt}
        nearest={({ bins, axis }, x) => {
          const at = bins.findIndex(({ from, to }) => x >= axis.at(from) && x < axis.at(to))
          return at < 0 ? null : at
        }}
        placeOf={({ bins, axis }, index) => ({ x: axis.at(bins[index]?.to ?? 0), y: TOP })}
        about={(index, { bins }) => <About metric={metric} bin={bins[index]} />}
      >
        {(layout, width, hand) => <Drawing layout={layout} metric={metric} width={width} hand={hand} mean={mean} />}
      </WalkPicture>
    </figure>
  )
}

function layoutBins(pairs: readonly FullPair[], width: number) {
  const bins = histogram(pairs.map(({ difference }) => difference))
  const axis = valueAxis(
    bins.flatMap(({ from, to }) => [from, to]),
    { from: SIDE, to: Math.max(SIDE + 1, width - SIDE) },
  )
  const most = bins.reduce((before, { count }) => Math.max(before, count), 1)
  return { bins, axis, heightOf: (count: number) => (count / most) * (BASE - TOP) }
}

function About({ metric, bin }: { metric: ExperimentMetric; bin: Bin | undefined }) {
  if (!bin) return null
  return (
    <>
      <b>{plural(bin.count, 'pair')}</b>
      <span className="text-2">
        {differenceText(metric, bin.from)} to {differenceText(metric, bin.to)}
      </span>
    </>
  )
}

interface DrawingProps {
  layout: ReturnType<typeof layoutBins>
  metric: ExperimentMetric
  width: number
  hand: number | null
  mean: number | null
}

function Drawing({ layout: { bins, axis, heightOf }, metric, width, hand, mean }: DrawingProps) {
  const zero = Math.round(axis.at(0)) + 0.5
  return (
    <svg aria-hidden="true" width={width} height={HEIGHT} className="block text-11">
      {bins.map(({ from, to, count }, index) => (
        <rect
          key={from}
          x={axis.at(from) + 0.5}
          y={BASE - heightOf(count)}
          width={Math.max(1, axis.at(to) - axis.at(from) - 1)}
          height={heightOf(count)}
          fill={hand === index ? 'var(--text-2)' : 'var(--s-other)'}
        />
      ))}
      <path d={`M0 ${BASE + 0.5}H${width}`} stroke="var(--line)" />
      <path d={`M${zero} ${TOP}V${BASE}`} stroke="var(--text-2)" />
      {mean === null ? null : (
        <>
          <path d={`M${axis.at(mean)} ${TOP}V${BASE}`} stroke="var(--s1)" strokeWidth={1.5} strokeDasharray="4 3" />
          <text x={axis.at(mean)} y={9} textAnchor={axis.at(mean) > width / 2 ? 'end' : 'start'} className="fill-2">
            mean {differenceText(metric, mean)}
          </text>
        </>
      )}
      <g fill="var(--text-3)">
        {axis.ticks.map(({ value, px }) => (
          <text key={value} x={px} y={BASE + 16} textAnchor="middle">
            {differenceText(metric, value)}
          </text>
        ))}
      </g>
    </svg>
  )
}
