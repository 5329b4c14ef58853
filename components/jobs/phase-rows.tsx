'use client'

import { useState } from 'react'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { Icon } from '@/components/ui/icon'
import { NARROW_CELL } from '@/components/ui/narrow-row'
import { LowerBound, NotRecorded } from '@/components/ui/num'
import { StatusMark } from '@/components/ui/status'
import { Td, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { scoreText } from '@/lib/jobs/job-words'
import type { JobPhaseWire } from '@/lib/jobs/part-schema'
import { fileText, phaseNumber, toolWords } from '@/lib/jobs/phase-words'
import { STATUS_WORDS } from '@/lib/runs/status'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import { PhaseDetail } from './phase-detail'

export interface PhaseColumns {
  run: boolean
  tools: boolean
  file: boolean
  metrics: boolean
}

interface PhaseRowsProps {
  phase: JobPhaseWire
  columns: PhaseColumns
  fleet: Fleet
}

/** One step in a line, and all that is known of it below when it is open. */
export function PhaseRows({ phase, columns, fleet }: PhaseRowsProps) {
  const [open, setOpen] = useState(false)
  const { name, nativeId, flags, ref } = phase
  const span = 4 + Number(columns.tools) + Number(columns.file) + Number(columns.metrics)
  return (
    <>
      <Tr
        data-phase={phase.id}
        need={phase.status === 'waiting' ? 'warn' : undefined}
        className={cx(NARROW_NUMBERED, open && '[&>td]:border-b-transparent')}
      >
        <Td wrap className={cx(NARROW_CELL, 'align-baseline! max-md:order-1')}>
          <button
            type="button"
            aria-expanded={open}
            aria-label={`${open ? 'Close' : 'Open'} ${plainText(name ?? nativeId, 80)}`}
            onClick={() => setOpen(!open)}
            className="-my-[3px] inline-flex min-h-6 items-baseline gap-1 rounded-sm hover:underline"
          >
            <Icon name={open ? 'chevron-down' : 'chevron-right'} className="self-center text-3" />
            <bdi className="max-w-20 truncate">{plainText(phaseNumber(phase), 24)}</bdi>
          </button>
        </Td>
        <Td wrap className={cx(NARROW_CELL, 'align-baseline! max-md:order-2')} title={titleOf(phase)}>
          <HostileText text={name ?? nativeId} max={160} mono={name === null} />
          {columns.run && phase.runName !== null ? (
            <span className="block truncate text-12 text-3">{plainText(phase.runName, 80)}</span>
          ) : null}
        </Td>
        <Td wrap className={cx(NARROW_CELL, 'align-baseline! max-md:order-3 max-md:col-span-2')}>
          <PhaseState phase={phase} />
        </Td>
        {columns.tools ? (
          <Td wrap className={cx(NARROW_CELL, 'align-baseline! text-12 text-2 max-lg:hidden')}>
            {toolWords(phase) ?? <NotRecorded reason="no tool calls were recorded" />}
          </Td>
        ) : null}
        {columns.file ? (
          <Td wrap className={cx(NARROW_CELL, 'align-baseline! text-12 max-lg:hidden')}>
            <span title={plainText(phase.outputPath ?? 'no path recorded')}>{fileText(phase)}</span>
          </Td>
        ) : null}
        {columns.metrics ? (
          <Td wrap className={cx(NARROW_CELL, 'align-baseline! text-12 text-2 max-xl:hidden')}>
            <Metrics metrics={phase.metrics} />
          </Td>
        ) : null}
        <Td
          wrap
          numeric
          className={cx(NARROW_CELL, 'align-baseline! max-md:order-4 max-md:col-span-2 max-md:text-left')}
        >
          <Spend phase={phase} />
        </Td>
      </Tr>
      {open ? (
        <Tr className="max-md:block max-md:px-4 max-md:py-2 max-md:border-line max-md:border-b">
          <Td wrap colSpan={span} className="max-md:block max-md:h-auto max-md:border-0! max-md:p-0!">
            <PhaseDetail phase={phase} flags={flags} reference={ref} fleet={fleet} />
          </Td>
        </Tr>
      ) : null}
    </>
  )
}

/** On a phone the number stands before the title, all else below both. */
const NARROW_NUMBERED =
  'max-md:grid max-md:grid-cols-[auto_minmax(0,1fr)] max-md:items-baseline max-md:gap-x-2 max-md:gap-y-0.5 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2 max-md:[&>td:first-child]:shadow-none!'

const titleOf = ({ nativeId, phaseType, description, ref }: JobPhaseWire) =>
  plainText([nativeId, phaseType, description, ref].filter(Boolean).join(' · '))

function PhaseState({ phase: { status, statusRaw, evidence } }: { phase: JobPhaseWire }) {
  const { label, tone } = STATUS_WORDS[status]
  return (
    <>
      <StatusMark
        tone={tone}
        running={status === 'running'}
        title={plainText(`the source said ${statusRaw ?? 'nothing'}`)}
      >
        {label}
      </StatusMark>
      {evidence === null ? null : (
        <span className="block text-12 text-3">
          <HostileText text={evidence} max={140} />
        </span>
      )}
    </>
  )
}

const METRICS_SHOWN = 3

function Metrics({ metrics }: Pick<JobPhaseWire, 'metrics'>) {
  if (metrics.length === 0) return <NotRecorded reason="no metric names it" />
  return metrics.slice(0, METRICS_SHOWN).map(({ name, value }) => (
    <span key={name} className="block truncate">
      {plainText(name, 30)} {value === null ? <NotRecorded reason="a gap" /> : scoreText(value)}
    </span>
  ))
}

/** Each role on a line of its own: what a coordinator spent is not what its executor spent. */
function Spend({ phase: { spend } }: { phase: JobPhaseWire }) {
  if (spend.length === 0) return <NotRecorded reason="no usage event names it" />
  return spend.map(({ role, tokens, costMicroUsd, costIsLowerBound, events }) => (
    <span key={role ?? ''} className="block" title={`${formatInteger(events)} usage events`}>
      <bdi className="text-12 text-2">{plainText(role ?? 'no role', 30)} </bdi>
      {tokens === null ? <NotRecorded reason="no event records tokens" /> : formatInteger(tokens)}
      {costMicroUsd === null ? null : (
        <span className="text-12 text-3">
          {' '}
          {costIsLowerBound ? <LowerBound /> : null}
          {formatMoney(costMicroUsd)}
        </span>
      )}
    </span>
  ))
}
