import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded } from '@/components/ui/num'
import { Tag } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { Analysis } from '@/lib/experiments/analysis-schema'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { type MeasureRow, measureRows, missingMeasures } from '@/lib/experiments/measure-rows'
import { levelText, pText, shortNumber } from '@/lib/experiments/number-words'
import { formatInteger } from '@/lib/time/format-quantity'
import { FamilyTable } from './family-table'
import { MeasureForest } from './measure-forest'
import { StepSection } from './step-section'
import { TotalsTable } from './totals-table'

interface MeasuresSectionProps {
  experiment: ExperimentDetail
  analysis: Analysis
}

/** The primary measure and every other way to look at the same pairs. */
export function MeasuresSection({ experiment, analysis }: MeasuresSectionProps) {
  const { primary } = analysis
  const meta = `${primary.declared ? 'the primary test was declared' : 'the primary test is the default of such data'}; the rest is descriptive`
  return (
    <StepSection step={4} title="All measures" meta={meta}>
      {analysis.n.evaluable === 0 ? (
        <p className="text-2">
          No quality result (0 of {formatInteger(analysis.n.paired)} evaluable), so there is nothing to measure.
        </p>
      ) : (
        <Measured experiment={experiment} analysis={analysis} />
      )}
      <TotalsTable arms={experiment.arms} />
    </StepSection>
  )
}

function Measured({ experiment, analysis }: MeasuresSectionProps) {
  const { primary, seed, signEValue } = analysis
  const rows = measureRows(experiment.metric, analysis)
  return (
    <>
      <MeasureTable rows={rows} level={levelText(1 - primary.alpha)} />
      <p className="max-w-note pt-2 text-12 text-3">
        α {primary.alpha}, {primary.direction}, seed {seed}.
        {signEValue === null
          ? ''
          : ` Sign e-value ${shortNumber(signEValue)}: it holds at every look, and from ${shortNumber(1 / primary.alpha)} on it is evidence.`}
        {missingMeasures(analysis).map(({ measure, reason }) => ` ${measure}: none, ${reason}.`)}
      </p>
      {experiment.family ? <FamilyTable family={experiment.family} /> : null}
      <MeasureForest metric={experiment.metric} rows={rows} />
    </>
  )
}

const COLUMNS = [
  { header: 'p', className: 'w-21' },
  { header: 'n', className: 'w-17' },
  { header: 'Zeros', className: 'w-17 max-lg:hidden' },
] as const

function MeasureTable({ rows, level }: { rows: readonly MeasureRow[]; level: string }) {
  return (
    <Table label="Measures" edge className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th>Measure</Th>
          <Th numeric className="w-33">
            Effect
          </Th>
          <Th numeric className="w-50">
            {level} interval
          </Th>
          {COLUMNS.map(({ header, className }) => (
            <Th key={header} numeric className={className}>
              {header}
            </Th>
          ))}
          <Th className="w-[34%] pl-4 max-xl:w-[26%]">Method</Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ row }: { row: MeasureRow }) {
  const { measure, isPrimary, effect, interval, p, n, zeros, exact, method, reason } = row
  const isTestOnly = effect === null && p !== null
  return (
    <Tr className={NARROW_TWO}>
      <Td className={cx(NARROW_CELL, 'max-md:order-1')}>
        {measure}
        {isPrimary ? (
          <span className="pl-1.5">
            <Tag title="the measure that counts">primary</Tag>
          </span>
        ) : null}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:order-2')}>
        {effect === null ? <NotRecorded reason={isTestOnly ? 'a test, and no estimate' : reason} /> : <b>{effect}</b>}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'text-2 max-md:order-4 max-md:text-12')}>
        {interval ?? <NotRecorded reason={isTestOnly ? 'a test, and no estimate' : reason} />}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:order-3 max-md:text-left max-md:text-12')}>
        {p === null ? (
          <NotRecorded reason={effect === null ? reason : 'descriptive'} />
        ) : (
          <>
            <span className="text-3 md:hidden">p </span>
            {pText(p)}
          </>
        )}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
        {n === null ? <NotRecorded reason="descriptive" /> : formatInteger(n)}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        {zeros === null ? <NotRecorded reason="descriptive" /> : formatInteger(zeros)}
      </Td>
      <Td wrap className={cx(NARROW_CELL, 'pl-4 text-2 max-md:order-5 max-md:col-span-2 max-md:text-12')}>
        {method}
        {exact && !method.includes('exact') ? <span className="text-3">, exact</span> : null}
      </Td>
    </Tr>
  )
}
