'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { StatusMark, Tag } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { PhasePairWire, PhaseSideWire } from '@/lib/compare/schema'
import { pairMarks } from '@/lib/compare/words'
import { STATUS_WORDS } from '@/lib/runs/status'
import { durationParts } from '@/lib/time/format'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'

const SHOWN_FIRST = 60
const MEASURES = ['Outcome', 'Attempts', 'Time', 'Tokens', 'Cost'] as const

/** The phases of both, pair by pair, in the order of the control. */
export function PairedPhasesSection({ pairs }: { pairs: readonly PhasePairWire[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? pairs : pairs.slice(0, SHOWN_FIRST)
  const paired = pairs.filter(({ by }) => by !== null).length
  const meta = `${formatInteger(paired)} on both sides, ${formatInteger(pairs.length - paired)} on one; control → treatment`
  return (
    <Section title="Phases" {...(pairs.length > 0 ? { meta } : {})}>
      {pairs.length === 0 ? (
        <EmptyState kind="nothing-yet" title="No phases">
          <p>Neither source names a phase of these runs.</p>
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section aria-label="Phases of both runs" tabIndex={0} className="relative overflow-x-auto">
          <Table label="Phases of both runs" className="min-w-[860px] [&_th]:static">
            <thead>
              <tr>
                <Th>Phase</Th>
                {MEASURES.map((measure) => (
                  <Th key={measure} numeric={measure !== 'Outcome'}>
                    {measure}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((pair) => (
                <PairRow key={`${pair.control?.id} ${pair.treatment?.id}`} pair={pair} />
              ))}
            </tbody>
          </Table>
        </section>
      )}
      {shown.length < pairs.length ? (
        <Button size="sm" className="my-2" onClick={() => setAll(true)}>
          Show all {formatInteger(pairs.length)} rows
        </Button>
      ) : null}
    </Section>
  )
}

const nameOf = ({ control, treatment }: PhasePairWire) => {
  const [a, b] = [control?.label, treatment?.label]
  return a !== undefined && b !== undefined && a !== b ? `${a} → ${b}` : (a ?? b ?? '')
}

function PairRow({ pair }: { pair: PhasePairWire }) {
  return (
    <Tr>
      <Td wrap className="max-w-80">
        <bdi className="wrap-anywhere">{plainText(nameOf(pair), 160)}</bdi>{' '}
        {pairMarks(pair).map((mark) => (
          <span key={mark} className="mr-1">
            <Tag>{mark}</Tag>
          </span>
        ))}
      </Td>
      <Td>
        <Both pair={pair}>
          {({ status }) => <StatusMark tone={STATUS_WORDS[status].tone}>{STATUS_WORDS[status].label}</StatusMark>}
        </Both>
      </Td>
      <Td numeric>
        <Both pair={pair}>{(phase) => <Attempts phase={phase} />}</Both>
      </Td>
      <Td numeric>
        <Both pair={pair}>
          {({ durationMs }) =>
            durationMs === null ? (
              <NotRecorded reason="fewer than two times are recorded" />
            ) : (
              <Quantity parts={durationParts(durationMs)} />
            )
          }
        </Both>
      </Td>
      <Td numeric>
        <Both pair={pair}>{({ tokens }) => <Num value={tokens} reason="no event records tokens" />}</Both>
      </Td>
      <Td numeric>
        <Both pair={pair}>{(phase) => <Cost phase={phase} />}</Both>
      </Td>
    </Tr>
  )
}

/** One measure of both sides; a side without the phase says so. */
function Both({ pair, children }: { pair: PhasePairWire; children: (phase: PhaseSideWire) => ReactNode }) {
  const cell = (side: 'control' | 'treatment') => {
    const phase = pair[side]
    return phase === null ? <NotRecorded reason={`the ${side} has no such phase`} /> : children(phase)
  }
  return (
    <>
      {cell('control')} <span className="text-3">→</span> {cell('treatment')}
    </>
  )
}

function Attempts({ phase: { attempts, failedAttempts } }: { phase: PhaseSideWire }) {
  if (attempts === null) return <NotRecorded reason="no attempt is recorded" />
  const failed = failedAttempts ?? 0
  return (
    <span title={failed > 0 ? `${formatInteger(failed)} failed` : undefined}>
      {formatInteger(attempts)}
      {failed > 0 ? <span className="text-3"> ({formatInteger(failed)} failed)</span> : null}
    </span>
  )
}

function Cost({ phase: { costMicroUsd, costIsLowerBound } }: { phase: PhaseSideWire }) {
  if (costMicroUsd === null) return <NotRecorded reason="no event has a price" />
  return <Quantity parts={{ value: formatMoney(costMicroUsd), unit: '' }} lowerBound={costIsLowerBound} />
}
