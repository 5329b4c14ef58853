import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Analysis } from '@/lib/experiments/analysis-schema'
import type { ExperimentMetric } from '@/lib/experiments/definition'
import type { Strata, Stratum } from '@/lib/experiments/experiment-schema'
import {
  effectText,
  intervalText,
  percentText,
  type Scale,
  tickEffect,
  valueText,
} from '@/lib/experiments/number-words'
import { primaryEffect } from '@/lib/experiments/primary-effect'
import { type ValueAxis, valueAxis } from '@/lib/experiments/value-axis'
import { formatInteger } from '@/lib/time/format-quantity'
import { AxisGrid, IntervalMark } from './interval-mark'

const [MEANS, FOREST, HEIGHT, SIDE] = [240, 320, 22, 8]

interface StrataSectionProps {
  metric: ExperimentMetric
  strata: Strata
  analysis: Analysis | null
}

/** Both arms within each cluster, and the effect there with its interval. Nothing is tested here. */
export function StrataSection({ metric, strata: { items, total, scale }, analysis }: StrataSectionProps) {
  const whole = analysis && primaryEffect(analysis)
  const band = whole?.scale === scale ? whole.ci : null
  const means = valueAxis(
    metric === 'success' ? [0, 1] : [0, ...items.flatMap(({ control, treatment }) => [control, treatment])],
    { from: SIDE, to: MEANS - SIDE },
  )
  const effects = valueAxis(
    [scale === 'ratio' ? 1 : 0, ...(band ?? []), ...items.flatMap(({ estimate, ci }) => [estimate, ...(ci ?? [])])],
    { from: SIDE, to: FOREST - SIDE },
    scale === 'ratio',
  )
  const cut = items.length < total ? `, the first ${formatInteger(items.length)}` : ''
  return (
    <div className="pt-5">
      <h3 className="pb-1 font-semibold text-13">
        By cluster{' '}
        <span className="pl-1 font-normal text-12 text-3">
          {formatInteger(total)} clusters, the largest first{cut}; {band ? 'the band is the interval of all; ' : ''}
          descriptive
        </span>
      </h3>
      <Table label="By cluster" edge className={NARROW_TABLE}>
        <thead className="max-md:hidden">
          <tr>
            <Th>Cluster</Th>
            <Th numeric>Pairs</Th>
            <Th numeric>Control</Th>
            <Th numeric>Treatment</Th>
            <Th className="w-66 max-xl:hidden">Both arms</Th>
            <Th className="w-84 max-lg:hidden">{scale === 'ratio' ? 'Ratio' : 'Difference'}</Th>
            <Th numeric>Effect</Th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {items.map((stratum) => (
            <Row key={stratum.name} stratum={stratum} {...{ metric, scale, means, effects, band }} />
          ))}
        </tbody>
      </Table>
      <Ends axis={effects} metric={metric} scale={scale} />
    </div>
  )
}

/** The pictures have no axis of their own, so their ends are told once. */
function Ends({ axis, metric, scale }: { axis: ValueAxis; metric: ExperimentMetric; scale: Scale }) {
  const [first, last] = [axis.ticks[0], axis.ticks.at(-1)]
  if (!first || !last) return null
  return (
    <p className="pt-1 text-right text-12 text-3 max-lg:hidden">
      the effect is drawn from {tickEffect(metric, scale, first.value)} to {tickEffect(metric, scale, last.value)}
    </p>
  )
}

interface RowProps {
  stratum: Stratum
  metric: ExperimentMetric
  scale: Scale
  means: ValueAxis
  effects: ValueAxis
  band: readonly [number, number] | null
}

function Row({ stratum, metric, scale, means, effects, band }: RowProps) {
  const { name, pairs, control, treatment, estimate, ci, why } = stratum
  const mean = (value: number) => (metric === 'success' ? percentText(value) : valueText(metric, value))
  return (
    <Tr className={NARROW_TWO}>
      <Td className={cx(NARROW_CELL, 'max-md:overflow-hidden max-md:text-ellipsis')}>
        <bdi title={plainText(name)}>{plainText(name, 60)}</bdi>
      </Td>
      <Td numeric className={NARROW_CELL}>
        {formatInteger(pairs)}
        <span className="text-12 text-3 md:hidden"> pairs</span>
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:text-left')}>
        {mean(control)}
        <span className="text-12 text-3 md:hidden"> → {mean(treatment)}</span>
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
        {mean(treatment)}
      </Td>
      <Td className={cx(NARROW_CELL, 'max-xl:hidden')}>
        <Dumbbell a={means.at(control)} b={means.at(treatment)} axis={means} />
      </Td>
      <Td className={cx(NARROW_CELL, 'max-lg:hidden')}>
        <IntervalMark
          {...{ estimate, ci, why, scale, band }}
          axis={effects}
          weight={pairs}
          width={FOREST}
          height={HEIGHT}
        />
      </Td>
      <Td numeric className={NARROW_CELL}>
        <span title={ci ? intervalText(metric, scale, ci) : (why ?? undefined)}>
          {effectText(metric, scale, estimate)}
        </span>
        {ci ? <span className="sr-only"> {intervalText(metric, scale, ci)}</span> : null}
        {why === null ? null : <span className="sr-only">, {why}</span>}
      </Td>
    </Tr>
  )
}

function Dumbbell({ a, b, axis }: { a: number; b: number; axis: ValueAxis }) {
  const y = HEIGHT / 2
  return (
    <svg aria-hidden="true" width={MEANS} height={HEIGHT} className="block">
      <AxisGrid axis={axis} height={HEIGHT} />
      <path d={`M${a} ${y}H${b}`} stroke="var(--s-other)" strokeWidth={1.5} />
      <rect x={b - 4} y={y - 4} width={8} height={8} fill="var(--s1)" />
      <circle cx={a} cy={y} r={4} fill="var(--surface)" stroke="var(--s2)" strokeWidth={2} />
    </svg>
  )
}
