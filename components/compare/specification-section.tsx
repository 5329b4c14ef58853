'use client'

import { EmptyState } from '@/components/ui/empty-state'
import { HostileText } from '@/components/ui/hostile-text'
import { NotRecorded } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { SpecRowWire } from '@/lib/compare/schema'
import { SPEC_GROUP_WORDS, SPEC_STATE_WORDS } from '@/lib/compare/words'
import { formatInteger } from '@/lib/time/format-quantity'

const SHOWN_FIRST = 200

const fieldsOf = (count: number) => `${formatInteger(count)} ${count === 1 ? 'field' : 'fields'}`

/** What the two were told: differences first, what is equal folded away. */
export function SpecificationSection({ rows }: { rows: readonly SpecRowWire[] }) {
  const of = (...states: SpecRowWire['state'][]) => rows.filter(({ state }) => states.includes(state))
  const different = [...of('differs'), ...of('control_only', 'treatment_only')]
  const [same, unknown] = [of('same'), of('unknown')]
  const meta = `${formatInteger(of('differs').length)} differ, ${formatInteger(different.length - of('differs').length)} known on one side`
  return (
    <Section title="Specification" meta={meta}>
      {different.length === 0 ? (
        <EmptyState kind="all-clear" title="No recorded field differs" />
      ) : (
        <SpecificationTable label="Fields that differ" rows={different} />
      )}
      <Folded label={`${fieldsOf(same.length)} equal`} rows={same} />
      <Folded label={`${fieldsOf(unknown.length)} known on neither side`} rows={unknown} />
    </Section>
  )
}

function Folded({ label, rows }: { label: string; rows: readonly SpecRowWire[] }) {
  if (rows.length === 0) return null
  return (
    <details className="mt-1">
      <summary className="inline-flex min-h-6 cursor-pointer items-center text-12 text-accent hover:underline">
        {label}
      </summary>
      <SpecificationTable label={label} rows={rows} />
    </details>
  )
}

function SpecificationTable({ label, rows }: { label: string; rows: readonly SpecRowWire[] }) {
  return (
    <Table label={label} fixed className="[&_th]:static">
      <thead>
        <tr>
          <Th className="w-[30%]">Field</Th>
          <Th>Control</Th>
          <Th>Treatment</Th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, SHOWN_FIRST).map((row) => (
          <Tr key={`${row.group} ${row.name}`}>
            <Td wrap className="align-top wrap-anywhere">
              <bdi>{plainText(row.name, 120)}</bdi>
              <span className="block text-11 text-3">
                {SPEC_GROUP_WORDS[row.group]}
                {row.state === 'same' ? '' : ` · ${SPEC_STATE_WORDS[row.state]}`}
              </span>
            </Td>
            {(['control', 'treatment'] as const).map((side) => (
              <Td key={side} wrap className="align-top">
                <Value text={row[side]} side={side} />
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Value({ text, side }: { text: string | null; side: string }) {
  if (text === null) return <NotRecorded reason={`not recorded of the ${side}`} words="not recorded" />
  return text === '' ? <span className="text-3">empty</span> : <HostileText text={text} max={240} />
}
