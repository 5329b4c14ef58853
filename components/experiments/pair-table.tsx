'use client'

import Link from 'next/link'
import { useMemo, useRef } from 'react'
import { cx } from '@/components/ui/cx'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { ExperimentMetric } from '@/lib/experiments/definition'
import type { ExperimentDetail, PairWire } from '@/lib/experiments/experiment-schema'
import { differenceText, valueText } from '@/lib/experiments/number-words'
import { isOfPart, PART_WORDS } from '@/lib/experiments/pair-parts'
import { PAIR_PARTS } from '@/lib/experiments/view'
import { plural } from '@/lib/experiments/words'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { Choose } from './choose'
import type { ExperimentPlace } from './use-experiment-place'
import { useRowWindow } from './use-row-window'

const PARTS = PAIR_PARTS.map((value) => ({ value, label: PART_WORDS[value] }))

interface PairTableProps {
  experiment: ExperimentDetail
  pairs: readonly PairWire[]
  place: ExperimentPlace
}

/** Every pair with both values, or the cause why an arm has none. */
export function PairTable({ experiment, pairs, place: { view, go, fleet } }: PairTableProps) {
  const { better, metric } = experiment
  const rows = useMemo(() => pairs.filter((pair) => isOfPart(pair, view.show, better)), [pairs, view.show, better])
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 pb-2 text-12 text-3">
        <Choose
          label="Shown"
          value={view.show}
          options={PARTS}
          onChoose={(value) => go({ show: PAIR_PARTS.find((part) => part === value) ?? 'all' })}
        />
        {plural(rows.length, 'pair')}
      </div>
      <Table label="Pairs" edge fixed>
        <thead>
          <tr>
            <Th>Pair</Th>
            <Th numeric className="w-31 max-md:w-21">
              Control
            </Th>
            <Th numeric className="w-31 max-md:w-21">
              Treatment
            </Th>
            <Th numeric className="w-33 max-md:hidden">
              Difference
            </Th>
          </tr>
        </thead>
        <Rows rows={rows} metric={metric} fleet={fleet} isOfRuns={experiment.definition.unit === 'run'} />
      </Table>
      {rows.length === 0 ? <p className="py-3 text-2">None of the pairs is one of {PART_WORDS[view.show]}.</p> : null}
    </>
  )
}

interface RowsProps {
  rows: readonly PairWire[]
  metric: ExperimentMetric
  fleet: Fleet
  /** Each arm of a pair is a whole run, so that both can be laid side by side. */
  isOfRuns: boolean
}

/** Only the rows in sight are in the page; two empty ones stand for the others. */
function Rows({ rows, metric, fleet, isOfRuns }: RowsProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  const { rows: drawn, before, after } = useRowWindow(rows, body)
  return (
    <tbody ref={body}>
      {before > 0 ? <Gap height={before} /> : null}
      {drawn.map((pair) => (
        <Tr key={pair.key} data-pair={pair.key}>
          <PairCells pair={pair} metric={metric} fleet={fleet} isOfRuns={isOfRuns} />
        </Tr>
      ))}
      {after > 0 ? <Gap height={after} /> : null}
    </tbody>
  )
}

/** Stands for the rows that are not drawn. */
const Gap = ({ height }: { height: number }) => (
  <tr>
    <td colSpan={4} className="p-0" style={{ height }} />
  </tr>
)

interface CellsProps extends Omit<RowsProps, 'rows'> {
  pair: PairWire
}

function PairCells({ pair, metric, fleet, isOfRuns }: CellsProps) {
  const { key, cluster } = pair
  return (
    <>
      <Td className="overflow-hidden text-ellipsis">
        <MiddleTruncate text={key} max={56} copy={false} />
        {cluster === null ? null : <bdi className="pl-2 text-12 text-3">{plainText(cluster, 40)}</bdi>}
      </Td>
      {(['control', 'treatment'] as const).map((arm) => (
        <Td key={arm} numeric className="overflow-hidden text-ellipsis">
          <Side side={pair[arm]} metric={metric} fleet={fleet} />
        </Td>
      ))}
      <Td numeric className="max-md:hidden">
        <Difference pair={pair} metric={metric} fleet={fleet} isOfRuns={isOfRuns} />
      </Td>
    </>
  )
}

function Difference({ pair: { difference, control, treatment }, metric, fleet, isOfRuns }: CellsProps) {
  if (difference === null) return <NotRecorded reason="one arm has no value" />
  const words = pairWords(metric, difference)
  if (!isOfRuns || control.runId === null || treatment.runId === null) return words
  return (
    <Link
      href={paths.compare(fleet, { control: control.runId, treatment: treatment.runId })}
      prefetch={false}
      title="Both runs side by side"
      className="text-accent hover:underline"
    >
      {words}
    </Link>
  )
}

/** Of a success, which arm alone has it. */
function pairWords(metric: ExperimentMetric, difference: number): string {
  if (metric !== 'success') return differenceText(metric, difference)
  return difference === 0 ? 'same' : difference > 0 ? 'only treatment' : 'only control'
}

interface SideProps {
  side: PairWire['control']
  metric: ExperimentMetric
  fleet: Fleet
}

/** The value, which leads to its run; or why there is none. */
function Side({ side: { value, cause, runId, results, excluded }, metric, fleet }: SideProps) {
  const words = value === null ? plainText(cause ?? 'not recorded', 60) : valueText(metric, value)
  const title =
    results > 1
      ? `mean of ${results - excluded} of ${plural(results, 'result')}`
      : value === null
        ? 'left out'
        : undefined
  if (runId === null)
    return (
      <span title={title} className={value === null ? 'text-3' : ''}>
        {words}
      </span>
    )
  return (
    <Link
      href={paths.run(runId, fleet)}
      prefetch={false}
      title={title}
      className={cx('hover:underline', value === null && 'text-3')}
    >
      {words}
    </Link>
  )
}
