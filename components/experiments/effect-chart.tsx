'use client'

import { useWidth } from '@/components/ui/use-width'
import type { Analysis } from '@/lib/experiments/analysis-schema'
import type { ExperimentMetric } from '@/lib/experiments/definition'
import { bareEffect, effectText, levelText, tickEffect } from '@/lib/experiments/number-words'
import type { PrimaryEffect } from '@/lib/experiments/primary-effect'
import { type ValueAxis, valueAxis } from '@/lib/experiments/value-axis'
import { METRIC_WORDS } from '@/lib/experiments/words'

const FIRST_WIDTH = 1184
const HEIGHT = 92
const [TOP, BASE, LINE] = [8, 66, 36]
const NARROW = 640
const LABELS = 300
const HALO = { stroke: 'var(--surface)', strokeWidth: 3, paintOrder: 'stroke' } as const

interface EffectChartProps {
  metric: ExperimentMetric
  effect: PrimaryEffect
  analysis: Analysis
}

/** Estimate and interval over the band of effects that would mostly have been missed. */
export function EffectChart({ metric, effect, analysis }: EffectChartProps) {
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH)
  const { scale, estimate, ci, detectable, method } = effect
  const isNarrow = width < NARROW
  const none = scale === 'ratio' ? 1 : 0
  const band = bandOf(effect)
  const axis = valueAxis(
    [none, estimate, ...(ci ?? []), ...(band ?? [])],
    { from: isNarrow ? 16 : LABELS, to: width - (isNarrow ? 40 : 64) },
    scale === 'ratio',
  )
  const level = levelText(1 - analysis.primary.alpha)
  const what = `${METRIC_WORDS[metric].label}, ${scale === 'ratio' ? 'treatment / control' : 'difference'}`
  const how = ci === null ? `no interval: ${method}` : `${level} interval, ${method}`
  const range = ci === null ? '' : `, ${bareEffect(metric, scale, ci[0])} to ${bareEffect(metric, scale, ci[1])}`
  return (
    <figure
      ref={ref}
      className="m-0 overflow-x-clip"
      aria-label={`${what}: ${effectText(metric, scale, estimate)}${range}`}
    >
      {isNarrow ? <Title what={what} how={how} /> : null}
      <svg aria-hidden="true" width={width} height={HEIGHT} className="block text-11">
        {isNarrow ? null : (
          <>
            <text x={0} y={32} className="fill-1 text-13">
              {what[0]?.toUpperCase()}
              {what.slice(1)}
            </text>
            <text x={0} y={49} className="fill-3">
              {how}
            </text>
          </>
        )}
        <Grid axis={axis} none={none} text={(value) => tickEffect(metric, scale, value)} />
        {band && detectable !== null ? (
          <Missed
            axis={axis}
            band={band}
            words={`could not have been seen: under ${effectText(metric, scale, detectable).replace('+', '')}`}
          />
        ) : null}
        <Estimate axis={axis} metric={metric} effect={effect} isStrong={analysis.floor.canReachAlpha} />
      </svg>
    </figure>
  )
}

function Title({ what, how }: { what: string; how: string }) {
  return (
    <figcaption className="grid text-12">
      <span className="first-letter:uppercase">{what}</span>
      <span className="text-3">{how}</span>
    </figcaption>
  )
}

/** Effects too small for this n, on both sides of none. */
function bandOf({ scale, detectable }: PrimaryEffect): [number, number] | null {
  if (detectable === null || !(detectable > 0) || !Number.isFinite(detectable)) return null
  if (scale === 'difference') return [-detectable, detectable]
  const up = detectable >= 1 ? detectable : 1 / detectable
  return [1 / up, up]
}

interface GridProps {
  axis: ValueAxis
  none: number
  text: (value: number) => string
}

function Grid({ axis, none, text }: GridProps) {
  const zero = Math.round(axis.at(none)) + 0.5
  return (
    <g fill="var(--text-3)">
      {axis.ticks.map(({ value, px }) => (
        <g key={value}>
          <path d={`M${Math.round(px) + 0.5} ${TOP}V${BASE}`} stroke="var(--line)" />
          <text x={px} y={BASE + 16} textAnchor="middle">
            {text(value)}
          </text>
        </g>
      ))}
      <path d={`M${zero} ${TOP}V${BASE}`} stroke="var(--line-strong)" />
    </g>
  )
}

function Missed({ axis, band: [low, high], words }: { axis: ValueAxis; band: [number, number]; words: string }) {
  const [x, end] = [axis.at(low), axis.at(high)]
  return (
    <g>
      <defs>
        <pattern id="missed" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v5" stroke="var(--text-3)" strokeWidth="1.5" />
        </pattern>
      </defs>
      <rect x={x} y={TOP} width={Math.max(0, end - x)} height={BASE - TOP} fill="url(#missed)" opacity={0.22} />
      <text x={x + 6} y={BASE - 4} fill="var(--text-2)" {...HALO}>
        {words}
      </text>
    </g>
  )
}

interface EstimateProps {
  axis: ValueAxis
  metric: ExperimentMetric
  effect: PrimaryEffect
  /** Below the floor nothing is emphasised. */
  isStrong: boolean
}

function Estimate({ axis, metric, effect: { scale, estimate, ci }, isStrong }: EstimateProps) {
  const colour = isStrong ? 'var(--s1)' : 'var(--s-other)'
  const x = axis.at(estimate)
  const [low, high] = ci ?? [estimate, estimate]
  const [left, right] = [axis.at(low), axis.at(high)]
  return (
    <g fill="var(--text-2)">
      {ci === null ? null : (
        <>
          <path d={`M${left} ${LINE}H${right}`} stroke={colour} strokeWidth={3} />
          <path d={`M${left} ${LINE - 7}v14M${right} ${LINE - 7}v14`} stroke={colour} strokeWidth={1.5} />
          <text x={left - 6} y={LINE + 4} textAnchor="end" {...HALO}>
            {bareEffect(metric, scale, low)}
          </text>
          <text x={right + 6} y={LINE + 4} {...HALO}>
            {bareEffect(metric, scale, high)}
          </text>
        </>
      )}
      <rect x={x - 5} y={LINE - 5} width={10} height={10} fill={colour} />
      <text x={x} y={LINE - 11} textAnchor="middle" className="fill-1 font-semibold text-13" {...HALO}>
        {effectText(metric, scale, estimate)}
      </text>
    </g>
  )
}
