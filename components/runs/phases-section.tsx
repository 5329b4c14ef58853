'use client'

import { useState } from 'react'
import { HatchPattern } from '@/components/charts/hatch-pattern'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NARROW_CELL, NARROW_NEED, NARROW_TABLE, NARROW_THREE } from '@/components/ui/narrow-row'
import { NotRecorded, Num } from '@/components/ui/num'
import { StatusMark } from '@/components/ui/status'
import { GroupRow, Table, Td, Th, Tr } from '@/components/ui/table'
import { useWidth } from '@/components/ui/use-width'
import { plainText } from '@/components/ui/visible-text'
import { statusClass } from '@/lib/model/status'
import { neverStarted, phaseTimeline, type TimelineRow } from '@/lib/runs/phase-timeline'
import type { RunDetail } from '@/lib/runs/schema'
import { STATUS_WORDS } from '@/lib/runs/status'
import { tierGroups } from '@/lib/runs/tier-groups'
import type { TimeAxis } from '@/lib/runs/time-axis'
import { formatInteger } from '@/lib/time/format-quantity'
import { AttemptBars, AxisLabels, TimelineLegend } from './attempt-bars'
import { PhaseTable } from './phase-table'

/** Rows shown at once; a run of hundreds of phases would bury what stands below. */
const SHOWN_FIRST = 60
const FIRST_WIDTH = 560
/** The space between the axis and the next column. */
const GAP = 12

interface PhasesSectionProps {
  run: RunDetail
  asTable: boolean
  onAsTable: (asTable: boolean) => void
}

export function PhasesSection({ run, asTable, onAsTable }: PhasesSectionProps) {
  const { ref, width: column } = useWidth<HTMLTableCellElement>(FIRST_WIDTH)
  const width = Math.max(0, column - GAP)
  const [all, setAll] = useState(false)
  const { axis, rows } = phaseTimeline(run.phases, width)
  const shown = all ? rows : rows.slice(0, SHOWN_FIRST)
  const toggle = (
    <button type="button" className="text-accent hover:underline" onClick={() => onAsTable(!asTable)}>
      {asTable ? 'View as timeline' : 'View as table'} <span className="text-3 max-md:hidden">(t)</span>
    </button>
  )
  return (
    <Section
      id="phases"
      title="Phases and attempts"
      about={axis?.day}
      actions={
        <>
          {asTable ? null : <TimelineLegend />}
          {rows.length > 0 ? toggle : null}
        </>
      }
    >
      {rows.length === 0 ? (
        <EmptyState kind="nothing-yet" title="No phases">
          <p>The source names no phase of this run.</p>
        </EmptyState>
      ) : asTable ? (
        <PhaseTable rows={shown} />
      ) : (
        <TimelineTable rows={shown} axis={axis} width={width} axisRef={ref} run={run} />
      )}
      {shown.length < rows.length ? (
        <Button size="sm" className="my-2" onClick={() => setAll(true)}>
          Show all {formatInteger(rows.length)} phases
        </Button>
      ) : null}
    </Section>
  )
}

interface TimelineTableProps {
  rows: readonly TimelineRow[]
  axis: TimeAxis | null
  width: number
  axisRef: React.RefObject<HTMLTableCellElement | null>
  run: RunDetail
}

function TimelineTable({ rows, axis, width, axisRef, run }: TimelineTableProps) {
  const isOver = statusClass(run.status) !== 'open'
  return (
    <>
      <HatchPattern />
      <Table label="Phases and attempts" edge fixed className={NARROW_TABLE}>
        <thead className="max-md:block max-md:h-0 max-md:overflow-hidden">
          <tr className="max-md:block max-md:px-4">
            <Th className="w-[24%] max-md:hidden">Phase</Th>
            <Th className="w-[9%] max-md:hidden">Evidence says</Th>
            <th
              ref={axisRef}
              scope="col"
              className="max-md:block max-md:p-0 md:w-[46%] layer-sticky sticky top-12 h-8 border-line border-b bg-surface"
            >
              <span className="sr-only">Attempts over time</span>
              {axis ? <AxisLabels axis={axis} width={width} /> : null}
            </th>
            <Th numeric className="max-md:hidden">
              Attempts
            </Th>
            <Th numeric className="w-[5%] max-md:hidden">
              Calls
            </Th>
            <Th numeric className="w-[9%] max-md:hidden">
              Tokens
            </Th>
          </tr>
        </thead>
        {tierGroups(rows).map((group) => (
          <tbody key={group.key} className="max-md:block">
            {group.title === null ? null : <GroupRow title={plainText(group.title, 120)} about={group.about} />}
            {group.rows.map((row) => (
              <PhaseRow key={row.phase.id} row={row} axis={axis} width={width} isOver={isOver} />
            ))}
          </tbody>
        ))}
        <PhaseSums run={run} />
      </Table>
    </>
  )
}

/** A phase that never began is news only once the source calls the run over. */
function needOf({ phase }: TimelineRow, isOver: boolean) {
  if (phase.status === 'failed' || phase.status === 'timed_out') return 'bad'
  return (isOver && phase.status === 'queued') || phase.status === 'interrupted' ? 'warn' : undefined
}

interface PhaseRowProps {
  row: TimelineRow
  axis: TimeAxis | null
  width: number
  isOver: boolean
}

function PhaseRow({ row, axis, width, isOver }: PhaseRowProps) {
  const { phase, attempts, failed } = row
  const { label, tone } = STATUS_WORDS[phase.status]
  const reason = neverStarted(phase) ? 'never started' : 'no event of this phase records any'
  const need = needOf(row, isOver)
  const said = `the source said ${phase.statusRaw ?? 'nothing'}${phase.ref ? ` (${phase.ref})` : ''}`
  return (
    <Tr id={phase.id} need={need} className={cx(NARROW_THREE, NARROW_NEED[need ?? 'none'])}>
      <Td className={cx(NARROW_CELL, 'overflow-hidden text-ellipsis max-md:col-span-2')} title={titleOf(row)}>
        <PhaseName phase={phase} />
      </Td>
      <Td className={cx(NARROW_CELL, 'max-md:order-3')}>
        <StatusMark tone={tone} running={phase.status === 'running'} title={plainText(said)}>
          {label}
        </StatusMark>
      </Td>
      <Td className={cx(NARROW_CELL, 'overflow-hidden max-md:order-5 max-md:col-span-3')}>
        {axis ? (
          <AttemptBars row={row} axis={axis} width={width} />
        ) : (
          <span className="text-12 text-3">{row.note?.text}</span>
        )}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:order-4 max-md:col-span-2')}>
        {attempts === 0 ? <NotRecorded reason={reason} /> : formatInteger(attempts)}
        {failed > 0 ? <span className="text-3"> ({formatInteger(failed)} failed)</span> : null}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'text-2 max-md:hidden')}>
        {phase.events === 0 ? <NotRecorded reason={reason} /> : <Num value={phase.events} />}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:order-2')}>
        <Num value={phase.tokens} reason={reason} />
      </Td>
    </Tr>
  )
}

/** Decisions, flags and states speak of a phase by its id, so both stand here. */
function PhaseName({ phase: { name, nativeId } }: Pick<TimelineRow, 'phase'>) {
  if (name === null || name === nativeId) return <MiddleTruncate text={nativeId} max={36} copy={false} />
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <bdi className="min-w-0 truncate font-mono text-12">{plainText(name, 120)}</bdi>
      <MiddleTruncate text={nativeId} max={16} copy={false} className="flex-none text-3" />
    </span>
  )
}

function titleOf({ phase }: TimelineRow): string {
  const facts = [
    phase.name,
    phase.nativeId,
    phase.tier ? `tier ${phase.tier.name}${phase.tier.ofOtherRun ? ', of another run' : ''}` : null,
    phase.phaseType,
    phase.complexity,
    phase.ref,
  ]
  return plainText(facts.filter(Boolean).join(' · '))
}

function PhaseSums({ run: { phases, phaseCounts } }: { run: RunDetail }) {
  const attempts = phases.flatMap((phase) => phase.attempts)
  const failed = attempts.filter((attempt) => attempt.outcome === 'failed').length
  const events = phases.reduce((sum, phase) => sum + phase.events, 0)
  const known = phases.flatMap((phase) => (phase.tokens === null ? [] : [phase.tokens]))
  const tokens = known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0)
  const cell = 'border-t border-line'
  return (
    <tbody className="max-md:hidden">
      <Tr className="font-semibold">
        <Td className={cell}>
          {formatInteger(phases.length)} {phases.length === 1 ? 'phase' : 'phases'}
        </Td>
        <Td className={cx(cell, 'font-normal text-2')} colSpan={2}>
          {formatInteger(phaseCounts.done)} done, {formatInteger(phaseCounts.failed)} failed
        </Td>
        <Td numeric className={cell}>
          {attempts.length === 0 ? <NotRecorded reason="no attempt is recorded" /> : formatInteger(attempts.length)}
          {failed > 0 ? <span className="font-normal text-3"> ({formatInteger(failed)} failed)</span> : null}
        </Td>
        <Td numeric className={cell}>
          <Num value={events} />
        </Td>
        <Td numeric className={cell}>
          <Num value={tokens} reason="no phase has tokens" />
        </Td>
      </Tr>
    </tbody>
  )
}
