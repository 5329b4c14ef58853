import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { LowerBound, NotRecorded } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Tag } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { ConfigurationPoint, KnownSum } from '@/lib/experiments/experiment-schema'
import { percentText } from '@/lib/experiments/number-words'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import { FrontierChart } from './frontier-chart'

/** Success against cost, configuration by configuration; each alone, so nothing is compared here. */
export function PointsSection({ points }: { points: readonly ConfigurationPoint[] }) {
  return (
    <Section
      title="Cost against success"
      count={formatInteger(points.length)}
      meta="the frontier is what nothing else beats: no other succeeds as often for less; descriptive"
    >
      <FrontierChart points={points} />
      <Table label="Configurations" edge className={NARROW_TABLE}>
        <thead className="max-md:hidden">
          <tr>
            <Th>Configuration</Th>
            <Th numeric>Succeeded</Th>
            <Th numeric>95 % interval</Th>
            <Th numeric className="max-lg:hidden">
              Excluded
            </Th>
            <Th numeric>Cost an item</Th>
            <Th numeric className="max-lg:hidden">
              Cost per success
            </Th>
            <Th numeric className="max-lg:hidden">
              Tokens
            </Th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {points.map((point) => (
            <Row key={point.configuration} point={point} />
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

function Row({ point }: { point: ConfigurationPoint }) {
  const { configuration, results, evaluable, excluded, successes, rate, wilson, onFrontier } = point
  return (
    <Tr className={NARROW_TWO}>
      <Td className={cx(NARROW_CELL, 'max-md:col-span-2 max-md:overflow-hidden')}>
        <bdi title={plainText(configuration)}>{plainText(middleTruncate(configuration, 56))}</bdi>
        {onFrontier ? (
          <span className="pl-1.5">
            <Tag>on the frontier</Tag>
          </span>
        ) : null}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:text-left')}>
        {rate === null || successes === null ? (
          <NotRecorded
            reason="no result can be judged"
            words={`no quality result (${formatInteger(evaluable)} of ${formatInteger(results)} evaluable)`}
          />
        ) : (
          <>
            {percentText(rate)} <span className="text-3">{formatInteger(successes)}</span>
          </>
        )}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'text-2')}>
        {wilson === null ? (
          <NotRecorded reason="no result can be judged" />
        ) : (
          `[${(wilson[0] * 100).toFixed(1)}, ${(wilson[1] * 100).toFixed(1)}]`
        )}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        {formatInteger(excluded)}
      </Td>
      <Money value={point.costPerItemMicroUsd} className="max-md:text-left" label="an item" />
      <Money value={point.costPerSuccessMicroUsd} className="max-lg:hidden" label="per success" />
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        <Sum total={point.tokens} />
      </Td>
    </Tr>
  )
}

function Money({ value, className, label }: { value: number | null; className: string; label: string }) {
  return (
    <Td numeric className={cx(NARROW_CELL, className)}>
      {value === null ? <NotRecorded reason="not every result records its cost" /> : formatMoney(value)}
      <span className="text-12 text-3 md:hidden"> {label}</span>
    </Td>
  )
}

function Sum({ total: { sum, known, of } }: { total: KnownSum }) {
  if (sum === null) return <NotRecorded reason="no result records its tokens" />
  return (
    <span title={known < of ? `recorded of ${formatInteger(known)} of ${formatInteger(of)} results` : undefined}>
      {known < of ? <LowerBound /> : null}
      {formatInteger(sum)}
    </span>
  )
}
