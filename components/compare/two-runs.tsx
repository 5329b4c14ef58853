import Link from 'next/link'
import type { ReactNode } from 'react'
import { CostCell, TokensCell } from '@/components/lists/amount-cells'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Quantity } from '@/components/ui/num'
import { StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { RunComparison } from '@/lib/compare/schema'
import { signed, signedDuration, signedMoney } from '@/lib/compare/words'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { costOf, durationOf, tokensOf } from '@/lib/runs/run-cells'
import type { RunSummary } from '@/lib/runs/schema'
import { STATUS_WORDS } from '@/lib/runs/status'
import { durationParts, exactTime } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'

interface Line {
  label: string
  cell: (run: RunSummary) => ReactNode
  difference?: ReactNode
}

/** Both runs in their main numbers, with what the treatment adds. */
export function TwoRuns({ comparison, fleet }: { comparison: RunComparison; fleet: Fleet }) {
  const { control, treatment } = comparison
  const lines = linesOf(comparison)
  return (
    <div className="pt-3">
      <Table label="Two runs" fixed className="[&_th]:static">
        <thead>
          <tr>
            <Th className="w-[22%] md:w-[16%]">
              <span className="sr-only">Measure</span>
            </Th>
            <Th>Control</Th>
            <Th>Treatment</Th>
            <Th className="w-[22%]">Difference</Th>
          </tr>
        </thead>
        <tbody>
          <Tr>
            <Td wrap className="text-2">
              Run
            </Td>
            {[control, treatment].map((run, at) => (
              <Td key={at === 0 ? 'control' : 'treatment'} wrap>
                <RunLink run={run} fleet={fleet} />
              </Td>
            ))}
            <Td wrap className="text-3">
              {control.id === treatment.id ? 'one and the same run' : null}
            </Td>
          </Tr>
          {lines.map(({ label, cell, difference }) => (
            <Tr key={label}>
              <Td wrap className="text-2">
                {label}
              </Td>
              <Td wrap>{cell(control)}</Td>
              <Td wrap>{cell(treatment)}</Td>
              <Td wrap>{difference}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function RunLink({ run, fleet }: { run: RunSummary; fleet: Fleet }) {
  return (
    <Link href={paths.run(run.id, fleet)} prefetch={false} className="text-accent wrap-anywhere hover:underline">
      {run.name !== null && run.name !== run.nativeId ? (
        <bdi>{plainText(run.name, 120)}</bdi>
      ) : (
        <MiddleTruncate text={run.nativeId} max={40} copy={false} className="whitespace-normal! wrap-anywhere" />
      )}
    </Link>
  )
}

/** Treatment − control, where both are known whole. */
function Difference({
  control,
  treatment,
  format,
}: {
  control: { value: number | null; lowerBound: boolean }
  treatment: { value: number | null; lowerBound: boolean }
  format: (value: number) => string
}) {
  if (control.value === null || treatment.value === null) return <NotRecorded reason="one side is not recorded" />
  if (control.lowerBound || treatment.lowerBound) {
    return <NotRecorded reason="one side is only known as at least so much" words="cannot tell" />
  }
  return format(treatment.value - control.value)
}

function linesOf(comparison: RunComparison): Line[] {
  return [
    {
      label: 'State',
      cell: (run) => {
        const { label, tone } = STATUS_WORDS[run.statusDerived]
        return <StatusMark tone={tone}>{label}</StatusMark>
      },
    },
    ...amountLines(comparison),
    {
      label: 'Phases done',
      cell: ({ phases: { done, total } }) =>
        total === 0 ? (
          <NotRecorded reason="no phase names this run" />
        ) : (
          `${formatInteger(done)} of ${formatInteger(total)}`
        ),
    },
    {
      label: 'Started',
      cell: (run) =>
        run.startedAt === null ? (
          <NotRecorded reason="no start is recorded" />
        ) : (
          <time dateTime={run.startedAt} title={exactTime(run.startedAt)}>
            {exactTime(run.startedAt).slice(0, -8)}
          </time>
        ),
    },
  ]
}

function amountLines({ control, treatment, waterfall }: RunComparison): Line[] {
  return [
    {
      label: 'Tokens',
      cell: (run) => <TokensCell {...tokensOf(run)} />,
      difference:
        waterfall.delta === null ? (
          <NotRecorded reason="one side records no tokens" />
        ) : (
          <>
            <b className="font-semibold">{signed(waterfall.delta)}</b>
            {tokensOf(control).lowerBound || tokensOf(treatment).lowerBound ? (
              <span className="block text-11 text-3">of what is recorded</span>
            ) : null}
          </>
        ),
    },
    {
      label: 'Cost',
      cell: (run) => <CostCell {...costOf(run)} />,
      difference: <Difference control={costOf(control)} treatment={costOf(treatment)} format={signedMoney} />,
    },
    {
      label: 'Duration',
      cell: (run) => {
        const { value, lowerBound, title } = durationOf(run)
        if (value === null) return <NotRecorded reason={title} />
        return <Quantity parts={durationParts(value)} lowerBound={lowerBound} title={title} />
      },
      difference: (
        <Difference control={durationOf(control)} treatment={durationOf(treatment)} format={signedDuration} />
      ),
    },
  ]
}
