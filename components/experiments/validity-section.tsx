'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { HostileText } from '@/components/ui/hostile-text'
import { NARROW_CELL, NARROW_HALVES, NARROW_NEED, NARROW_TABLE } from '@/components/ui/narrow-row'
import { NotRecorded } from '@/components/ui/num'
import { Badge, StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { ArmChecks, ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { LEVEL_WORDS, LEVELS, levelCounts, plural, type ShownLevel, shownLevel } from '@/lib/experiments/words'
import { StepSection } from './step-section'

type Check = ArmChecks['checks'][number]

/** Whether the arms may be compared, check by check, the loudest first. */
export function ValiditySection({ experiment: { validity, definition } }: { experiment: ExperimentDetail }) {
  const { checks, valid } = validity
  const meta =
    checks.length === 0 ? undefined : levelCounts(checks.map((check) => shownLevel(check, definition.varied)))
  return (
    <StepSection step={1} title="Is the comparison valid?" meta={meta}>
      {checks.length === 0 ? (
        <EmptyState kind="nothing-yet" title={valid === null ? 'Nobody checked' : 'No check was recorded'}>
          <p>Whether the arms differ in nothing but what they should is not known for this experiment.</p>
        </EmptyState>
      ) : (
        <CheckTable checks={checks} varied={definition.varied} />
      )}
    </StepSection>
  )
}

function CheckTable({ checks, varied }: { checks: readonly Check[]; varied: readonly string[] }) {
  const [open, setOpen] = useState(false)
  const marked = checks.map((check) => ({ check, level: shownLevel(check, varied) }))
  const ordered = marked.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
  const quiet = ordered.filter(({ check }) => isQuiet(check))
  // Three lines more are no reason to hide them.
  const folds = quiet.length > 3
  return (
    <>
      <Table label="Checks of the arms" edge className={NARROW_TABLE}>
        <thead className="max-md:hidden">
          <tr>
            <Th className="w-31">Level</Th>
            <Th className="w-42">Check</Th>
            <Th className="w-56">Control</Th>
            <Th className="w-56">Treatment</Th>
            <Th>Finding</Th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {ordered
            .filter(({ check }) => open || !folds || !isQuiet(check))
            .map(({ check, level }) => (
              <CheckRow key={check.name} check={check} level={level} />
            ))}
        </tbody>
      </Table>
      {folds ? (
        <div className="pt-2">
          <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide' : 'Show'} {plural(quiet.length, 'check')} with nothing to see
          </Button>
        </div>
      ) : null}
    </>
  )
}

/** Not applicable, or in order and without a value to read; which runs they are stands above. */
const isQuiet = ({ name, level, control, treatment }: Check) =>
  level === 'not_applicable' ||
  (level === 'ok' && (IDENTITY.includes(name) || (control === null && treatment === null)))

const IDENTITY: readonly string[] = ['run_missing', 'same_run']

function CheckRow({ check: { name, detail, control, treatment }, level }: { check: Check; level: ShownLevel }) {
  const { label, tone, needs } = LEVEL_WORDS[level]
  const nothing = control === null && treatment === null
  return (
    <Tr need={needs ?? undefined} className={cx(NARROW_HALVES, NARROW_NEED[needs ?? 'none'])}>
      <Td className={cx(NARROW_CELL, 'max-md:order-2 max-md:text-right')}>
        {needs === null ? <StatusMark tone={tone}>{label}</StatusMark> : <Badge tone={tone}>{label}</Badge>}
      </Td>
      <Td className={cx(NARROW_CELL, 'max-md:order-1')}>{name.replaceAll('_', ' ')}</Td>
      <Value text={control} arm="control" short={nothing} className="max-md:order-4" />
      <Value text={treatment} arm="treatment" short={nothing} className="max-md:order-5 max-md:text-right" />
      <Td wrap className={cx(NARROW_CELL, 'text-2 max-md:order-3 max-md:col-span-2')}>
        <HostileText text={detail} max={300} />
      </Td>
    </Tr>
  )
}

interface ValueProps {
  text: string | null
  arm: string
  /** Neither arm has a value: the check is about something else. */
  short: boolean
  className: string
}

function Value({ text, arm, short, className }: ValueProps) {
  const reason = `nothing was observed of the ${arm} arm`
  return (
    <Td wrap className={cx(NARROW_CELL, className, 'text-2 max-md:text-12')}>
      {text === null ? (
        <NotRecorded reason={reason} {...(short ? {} : { words: 'not recorded' })} />
      ) : (
        <HostileText text={text} max={120} />
      )}
    </Td>
  )
}
