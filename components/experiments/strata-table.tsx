'use client'

import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { ExperimentMetric } from '@/lib/experiments/definition'
import { differenceText, percentText, valueText } from '@/lib/experiments/number-words'
import { type FullPair, type Stratum, strataOf } from '@/lib/experiments/pair-parts'
import { type ValueAxis, valueAxis } from '@/lib/experiments/value-axis'
import { formatInteger } from '@/lib/time/format-quantity'

const FIRST_SHOWN = 20
const WIDTH = 360
const HEIGHT = 20

interface StrataTableProps {
  metric: ExperimentMetric
  pairs: readonly FullPair[]
}

/** Both arms within each cluster: repository, task. Descriptive; nothing is tested here. */
export function StrataTable({ metric, pairs }: StrataTableProps) {
  const strata = useMemo(() => strataOf(pairs), [pairs])
  const [shown, setShown] = useState(FIRST_SHOWN)
  // Clusters of one pair each say nothing that the pairs do not.
  if (strata.length < 2 || strata.length === pairs.length) return null
  const axis = valueAxis(
    metric === 'success' ? [0, 1] : [0, ...strata.flatMap(({ control, treatment }) => [control, treatment])],
    { from: 6, to: WIDTH - 6 },
  )
  const mean = (value: number) => (metric === 'success' ? percentText(value) : valueText(metric, value))
  return (
    <div className="pt-5">
      <h3 className="pb-1 font-semibold text-13">
        By cluster{' '}
        <span className="pl-1 font-normal text-12 text-3">
          means of both arms, {formatInteger(strata.length)} clusters, the largest first; descriptive
        </span>
      </h3>
      <Table label="By cluster" edge className={NARROW_TABLE}>
        <thead className="max-md:hidden">
          <tr>
            <Th>Cluster</Th>
            <Th numeric>Pairs</Th>
            <Th numeric>Control</Th>
            <Th numeric>Treatment</Th>
            <Th numeric>Difference</Th>
            <Th className="w-96 max-lg:hidden" />
          </tr>
        </thead>
        <tbody className="max-md:block">
          {strata.slice(0, shown).map((stratum) => (
            <Tr key={stratum.name} className={NARROW_TWO}>
              <Td className={NARROW_CELL}>
                <bdi>{plainText(stratum.name, 80)}</bdi>
              </Td>
              <Td numeric className={NARROW_CELL}>
                {formatInteger(stratum.pairs)}
                <span className="text-12 text-3 md:hidden"> pairs</span>
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-md:text-left')}>
                {mean(stratum.control)}
                <span className="text-12 text-3 md:hidden"> → {mean(stratum.treatment)}</span>
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
                {mean(stratum.treatment)}
              </Td>
              <Td numeric className={NARROW_CELL}>
                {differenceText(metric, stratum.difference)}
              </Td>
              <Td className={cx(NARROW_CELL, 'max-lg:hidden')}>
                <Dumbbell stratum={stratum} axis={axis} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {strata.length > shown ? (
        <p className="py-2">
          <Button size="sm" onClick={() => setShown(strata.length)}>
            Show all {formatInteger(strata.length)}
          </Button>
        </p>
      ) : null}
    </div>
  )
}

function Dumbbell({ stratum: { control, treatment }, axis }: { stratum: Stratum; axis: ValueAxis }) {
  const [a, b, y] = [axis.at(control), axis.at(treatment), HEIGHT / 2]
  return (
    <svg aria-hidden="true" width={WIDTH} height={HEIGHT} className="block">
      {axis.ticks.map(({ value, px }) => (
        <path key={value} d={`M${Math.round(px) + 0.5} 0V${HEIGHT}`} stroke="var(--line)" />
      ))}
      <path d={`M${a} ${y}H${b}`} stroke="var(--s-other)" strokeWidth={1.5} />
      <rect x={b - 4} y={y - 4} width={8} height={8} fill="var(--s1)" />
      <circle cx={a} cy={y} r={4} fill="var(--surface)" stroke="var(--s2)" strokeWidth={2} />
    </svg>
  )
}
