'use client'

import { HostileText } from '@/components/ui/hostile-text'
import { NotRecorded } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { SettingsReply } from '@/lib/settings/schema'

type Value = SettingsReply['values'][number]

/** Flag over environment over env file over config file over default; a hidden value is shown beside the one that hides it. */
export function ValuesSection({ values }: { values: readonly Value[] }) {
  return (
    <Section
      title="Configuration"
      count={values.length}
      meta="flag, then environment, env file, config file, default: the first that is set wins"
    >
      <Table label="Configuration" edge>
        <thead>
          <tr>
            <Th className="md:w-[38%]">Setting</Th>
            <Th>Value</Th>
            <Th className="max-md:pr-4">From</Th>
            <Th className="max-md:hidden">Hides</Th>
          </tr>
        </thead>
        <tbody>
          {values.map((value) => (
            <ValueRow key={value.name} {...value} />
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

function ValueRow({ name, value, source, shadows, about }: Value) {
  return (
    <Tr need={shadows.length > 0 ? 'info' : undefined}>
      <Td wrap title={about}>
        <code className="font-mono [overflow-wrap:anywhere]">{name}</code>
        <span className="block text-12 text-3 max-md:hidden">{about}</span>
      </Td>
      <Td wrap>{value === '' ? <NotRecorded reason="not set" /> : <HostileText text={value} mono max={200} />}</Td>
      <Td wrap className="text-2 max-md:pr-4">
        {source}
      </Td>
      <Td wrap className="text-12 text-2 max-md:hidden">
        {shadows.length === 0 ? (
          <span className="text-3">nothing</span>
        ) : (
          shadows.map((shadow) => (
            <span key={shadow.source} className="block">
              {shadow.source}: <HostileText text={shadow.value} mono max={200} />
            </span>
          ))
        )}
      </Td>
    </Tr>
  )
}
