'use client'

import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { RelativeTime } from '@/components/ui/relative-time'
import { Badge, StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { plural } from '@/lib/experiments/words'
import type { Fleet } from '@/lib/http/wire'
import type { OverrideWire } from '@/lib/pairs/override-schema'
import { paths } from '@/lib/paths'
import { WithdrawOverrideButton } from './withdraw-override-button'

export const OVERRIDE_HEADERS = ['When', 'State', 'Of', 'Reason', 'Set aside', 'By', ''] as const
const WIDTHS: Readonly<Record<(typeof OVERRIDE_HEADERS)[number], string>> = {
  When: 'w-25',
  State: 'w-29',
  Of: 'w-56',
  Reason: '',
  'Set aside': 'w-56',
  By: 'w-29',
  '': 'w-29',
}

interface OverrideTableProps {
  overrides: readonly OverrideWire[]
  fleet: Fleet
  dimmed: boolean
}

export function OverrideTable({ overrides, fleet, dimmed }: OverrideTableProps) {
  return (
    <Table label="Overrides" edge fixed className={cx(NARROW_TABLE, dimmed && 'opacity-60')}>
      <thead className="max-md:hidden">
        <tr>
          {OVERRIDE_HEADERS.map((header) => (
            <Th key={header} className={WIDTHS[header]}>
              {header || <span className="sr-only">Actions</span>}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {overrides.map((override) => (
          <OverrideRow key={override.id} override={override} fleet={fleet} />
        ))}
      </tbody>
    </Table>
  )
}

function OverrideRow({ override, fleet }: { override: OverrideWire; fleet: Fleet }) {
  const { id, at, requestedBy, reason, setAside, withdrawn } = override
  return (
    <Tr data-override={id} className={NARROW_TWO}>
      <Td className={cx(NARROW_CELL, 'max-md:order-2 max-md:justify-self-end')}>
        <RelativeTime at={at} />
      </Td>
      <Td className={cx(NARROW_CELL, 'max-md:order-1')}>
        <State override={override} />
      </Td>
      <Td wrap className={cx(NARROW_CELL, 'max-md:order-3 max-md:col-span-2')}>
        <What override={override} fleet={fleet} />
      </Td>
      <Td wrap className={cx(NARROW_CELL, 'max-md:order-4 max-md:col-span-2')}>
        <HostileText text={reason} max={300} />
        {withdrawn === null ? null : (
          <span className="block text-12 text-2">
            withdrawn <RelativeTime at={withdrawn.at} /> by {BY[withdrawn.by]}:{' '}
            <HostileText text={withdrawn.reason} max={200} />
          </span>
        )}
      </Td>
      <Td wrap className={cx(NARROW_CELL, 'text-2 max-md:order-5 max-md:col-span-2 max-md:text-12')}>
        {setAside.length === 0
          ? 'nothing refused'
          : setAside.map(({ name, level, detail }) => (
              <span key={name} title={plainText(detail)} className="mr-2 inline-block">
                {plainText(name.replaceAll('_', ' '), 60)}
                <span className="text-12 text-3"> {level}</span>
              </span>
            ))}
      </Td>
      <Td className={cx(NARROW_CELL, 'text-2 max-md:order-6 max-md:text-12')}>{BY[requestedBy]}</Td>
      <Td className={cx(NARROW_CELL, 'max-md:order-7 max-md:justify-self-end')}>
        {withdrawn === null ? <WithdrawOverrideButton id={id} fleet={fleet} label="Withdraw…" /> : null}
      </Td>
    </Tr>
  )
}

const BY = { command: 'command', http: 'browser or API' } as const

function State({ override: { valid, withdrawn } }: { override: OverrideWire }) {
  if (withdrawn !== null) return <StatusMark tone="idle">withdrawn</StatusMark>
  return valid ? (
    <Badge tone="warn">in force</Badge>
  ) : (
    <StatusMark tone="idle" title="something refused the pair that no reason can set aside">
      without effect
    </StatusMark>
  )
}

/** The experiment, or the two runs. */
function What({
  override: { experimentId, control, treatment, pairs },
  fleet,
}: {
  override: OverrideWire
  fleet: Fleet
}) {
  const href =
    experimentId === null ? paths.compare(fleet, { control, treatment }) : paths.experiment(experimentId, fleet)
  return (
    <Link href={href} prefetch={false} className="wrap-anywhere hover:underline">
      <bdi>{plainText(experimentId ?? `${control} → ${treatment}`, 160)}</bdi>
      <span className="block text-12 text-3">
        {experimentId === null ? 'two runs' : `experiment, ${plural(pairs, 'pair')} of runs`}
      </span>
    </Link>
  )
}
