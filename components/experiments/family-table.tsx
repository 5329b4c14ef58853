import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded } from '@/components/ui/num'
import { Tag } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { FamilyRow, MetricFamily } from '@/lib/experiments/experiment-schema'
import { familyVerdict } from '@/lib/experiments/family-words'
import { effectText, intervalText, pText, shortNumber } from '@/lib/experiments/number-words'
import { type ValueAxis, valueAxis } from '@/lib/experiments/value-axis'
import { METRIC_WORDS } from '@/lib/experiments/words'
import { formatInteger } from '@/lib/time/format-quantity'
import { IntervalMark } from './interval-mark'

const [WIDTH, HEIGHT, SIDE] = [240, 22, 8]

/** The same pairs in every metric: each effect, and what is left of it when all were looked at together. */
export function FamilyTable({ family: { rows, tests, alpha } }: { family: MetricFamily }) {
  const ratios = rows.flatMap(({ ratio }) => (ratio ? [ratio] : []))
  const ends = ratios.flatMap(({ estimate, ci }) => [estimate, ...ci])
  // One interval alone is told by its numbers.
  const axis = ratios.length < 2 ? null : valueAxis([1, ...ends], { from: SIDE, to: WIDTH - SIDE }, true)
  return (
    <div className="pt-5">
      <h3 className="pb-1 font-semibold text-13">
        By metric{' '}
        <span className="pl-1 font-normal text-12 text-3">
          {formatInteger(tests)} tests corrected together by Holm, α {alpha}; the primary metric alone decides
        </span>
      </h3>
      <Table label="By metric" edge className={NARROW_TABLE}>
        <thead className="max-md:hidden">
          <tr>
            <Th>Metric</Th>
            <Th numeric className="w-17">
              n
            </Th>
            <Th numeric className="w-33">
              Effect
            </Th>
            <Th numeric className="w-50 max-lg:hidden">
              Interval
            </Th>
            {axis ? <Th className="w-64 pl-4 max-xl:hidden">Treatment / control</Th> : null}
            <Th numeric className="w-21">
              p
            </Th>
            <Th numeric className="w-24">
              p, Holm
            </Th>
            <Th className="pl-4">Treatment</Th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map((row) => (
            <Row key={row.metric} row={row} axis={axis} />
          ))}
        </tbody>
      </Table>
      {axis ? <Ends axis={axis} /> : null}
    </div>
  )
}

function Row({ row, axis }: { row: FamilyRow; axis: ValueAxis | null }) {
  const { metric, isPrimary, n, test, p, holmP, estimate, ci, scale, ratio, why } = row
  const reason = why ?? 'there is no test of these pairs'
  return (
    <Tr className={NARROW_TWO}>
      <Td className={cx(NARROW_CELL, 'max-md:order-1')}>
        <span className="capitalize">{METRIC_WORDS[metric].label}</span>
        {isPrimary ? (
          <span className="pl-1.5">
            <Tag title="the metric that decides">primary</Tag>
          </span>
        ) : null}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
        {formatInteger(n)}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:order-2')}>
        {estimate === null ? <NotRecorded reason={reason} /> : <b>{effectText(metric, scale, estimate)}</b>}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'text-2 max-lg:hidden')}>
        {ci === null ? <NotRecorded reason={reason} /> : intervalText(metric, scale, ci)}
      </Td>
      {axis ? (
        <Td className={cx(NARROW_CELL, 'pl-4 max-xl:hidden')}>
          {ratio ? (
            <IntervalMark
              {...{ estimate: ratio.estimate, ci: ratio.ci, axis, weight: n, width: WIDTH, height: HEIGHT }}
              {...{ why: null, scale: 'ratio', band: null }}
            />
          ) : null}
        </Td>
      ) : null}
      <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
        {p === null ? <NotRecorded reason={reason} /> : <span title={test}>{pText(p)}</span>}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:order-3 max-md:text-left max-md:text-12')}>
        {holmP === null ? (
          <NotRecorded reason={reason} />
        ) : (
          <>
            <span className="text-3 md:hidden">p, Holm </span>
            {pText(holmP)}
          </>
        )}
      </Td>
      <Td wrap className={cx(NARROW_CELL, 'pl-4 text-2 max-md:order-4 max-md:text-12')}>
        {familyVerdict(row)}
      </Td>
    </Tr>
  )
}

/** The pictures have no axis of their own, so their ends are told once. */
function Ends({ axis }: { axis: ValueAxis }) {
  const [first, last] = [axis.ticks[0], axis.ticks.at(-1)]
  if (!first || !last) return null
  return (
    <p className="pt-1 text-12 text-3 max-xl:hidden">
      Treatment / control is drawn from {shortNumber(first.value)} to {shortNumber(last.value)}, as geometric means.
    </p>
  )
}
