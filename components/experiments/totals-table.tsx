import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_THREE } from '@/components/ui/narrow-row'
import { LowerBound, NotRecorded } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { ArmSummary, ExperimentDetail, KnownSum } from '@/lib/experiments/experiment-schema'
import { ratioText, shortNumber } from '@/lib/experiments/number-words'
import { formatDuration } from '@/lib/time/format'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'

interface Total {
  label: string
  of: (arm: ArmSummary) => KnownSum
  text: (value: number) => string
}

const TOTALS: readonly Total[] = [
  { label: 'Tokens', of: (arm) => arm.tokens, text: formatInteger },
  { label: 'Cost', of: (arm) => arm.costMicroUsd, text: formatMoney },
  { label: 'Time', of: (arm) => arm.seconds, text: (seconds) => formatDuration(seconds * 1_000) },
  { label: 'Calls', of: (arm) => arm.calls, text: formatInteger },
  {
    label: 'Cost per success',
    of: (arm) => whole(arm.costPerSuccessMicroUsd),
    text: formatMoney,
  },
  { label: 'Tokens per success', of: (arm) => whole(arm.tokensPerSuccess), text: shortNumber },
]

const whole = (sum: number | null): KnownSum => ({ sum, known: sum === null ? 0 : 1, of: 1 })

/** What each arm spent on all of its results, failed, excluded and unmatched ones too. */
export function TotalsTable({ arms: { control, treatment } }: Pick<ExperimentDetail, 'arms'>) {
  const isKnown = ({ of }: Total) => of(control).sum !== null || of(treatment).sum !== null
  const known = TOTALS.filter(isKnown)
  const unknown = TOTALS.filter((total) => !isKnown(total)).map(({ label }) => label.toLowerCase())
  return (
    <>
      <h3 className="pt-4 pb-1 font-semibold text-13">
        Everything spent{' '}
        <span className="pl-1 font-normal text-12 text-3">failed, excluded and unmatched results too; descriptive</span>
      </h3>
      {known.length === 0 ? null : (
        <Table label="Everything spent" edge className={NARROW_TABLE}>
          <thead className="max-md:hidden">
            <tr>
              <Th>Sum</Th>
              <Th numeric className="w-56">
                Control
              </Th>
              <Th numeric className="w-56">
                Treatment
              </Th>
              <Th numeric className="w-33">
                Ratio
              </Th>
            </tr>
          </thead>
          <tbody className="max-md:block">
            {known.map((total) => (
              <Row key={total.label} total={total} control={total.of(control)} treatment={total.of(treatment)} />
            ))}
          </tbody>
        </Table>
      )}
      {unknown.length === 0 ? null : (
        <p className="pt-2 text-12 text-3">Not recorded in either arm: {unknown.join(', ')}.</p>
      )}
    </>
  )
}

interface RowProps {
  total: Total
  control: KnownSum
  treatment: KnownSum
}

function Row({ total: { label, text }, control, treatment }: RowProps) {
  const isWhole = control.known === control.of && treatment.known === treatment.of
  const ratio =
    isWhole && control.sum !== null && treatment.sum !== null && control.sum > 0 ? treatment.sum / control.sum : null
  return (
    <Tr className={NARROW_THREE}>
      <Td className={NARROW_CELL}>{label}</Td>
      <Td numeric className={NARROW_CELL}>
        <Sum total={control} text={text} />
      </Td>
      <Td numeric className={NARROW_CELL}>
        <Sum total={treatment} text={text} />
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
        {ratio === null ? <NotRecorded reason="not recorded of every result in both arms" /> : ratioText(ratio)}
      </Td>
    </Tr>
  )
}

function Sum({ total: { sum, known, of }, text }: { total: KnownSum; text: (value: number) => string }) {
  if (sum === null) return <NotRecorded reason="no result records it, or none succeeded" words="not recorded" />
  const isPart = known < of
  return (
    <span title={isPart ? `recorded of ${formatInteger(known)} of ${formatInteger(of)} results` : undefined}>
      {isPart ? <LowerBound /> : null}
      {text(sum)}
    </span>
  )
}
