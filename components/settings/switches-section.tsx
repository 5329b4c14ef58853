'use client'

import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { Badge, StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { SettingsReply } from '@/lib/settings/schema'

type Switch = SettingsReply['killSwitches'][number]

/** Off is a state someone chose and may have forgotten: it stands out. */
export function SwitchesSection({ switches }: { switches: readonly Switch[] }) {
  return (
    <Section title="Kill switches" meta="each turns one thing off, from the environment or a flag, without a new build">
      {switches.length > 0 ? (
        <SwitchTable switches={switches} />
      ) : (
        <EmptyState kind="nothing-yet" title="No kill switches" />
      )}
    </Section>
  )
}

function SwitchTable({ switches }: { switches: readonly Switch[] }) {
  return (
    <Table label="Kill switches" edge>
      <thead>
        <tr>
          <Th>State</Th>
          <Th>Switch</Th>
          <Th className="max-md:hidden">What it does</Th>
          <Th>From</Th>
        </tr>
      </thead>
      <tbody>
        {switches.map(({ name, enabled, source, about }) => (
          <Tr key={name} need={enabled ? undefined : 'warn'}>
            <Td>{enabled ? <StatusMark tone="ok">on</StatusMark> : <Badge tone="warn">off</Badge>}</Td>
            <Td>
              <code className="font-mono" title={`PITWALL_SWITCH_${name.toUpperCase()}`}>
                {name}
              </code>
            </Td>
            <Td wrap className="text-2 max-md:hidden">
              {about}
            </Td>
            <Td className="text-2">{source}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
