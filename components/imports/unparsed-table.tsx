import { HostileText } from '@/components/ui/hostile-text'
import { NotRecorded, Num } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { FileReceipt } from '@/lib/imports/schema'

const SAMPLE_SHOWN = 160

/** What was seen and not understood, with one sample each. Draws nothing when everything was. */
export function UnparsedTable({ unparsed }: { unparsed: FileReceipt['unparsed'] }) {
  if (unparsed.length === 0) return null
  return (
    <Section
      title="Not understood"
      count={unparsed.length}
      meta="kept in the archive; a later version may read it"
      className="mt-5"
    >
      <Table label="Not understood">
        <thead>
          <tr>
            <Th>What</Th>
            <Th>Name</Th>
            <Th numeric>Records</Th>
            <Th className="w-1/2 max-md:hidden">Sample</Th>
          </tr>
        </thead>
        <tbody>
          {unparsed.map(({ kind, name, count, sample }) => (
            <Tr key={`${kind} ${name}`}>
              <Td className="text-2">{plainText(kind.replaceAll('-', ' '), 40)}</Td>
              <Td wrap>
                <HostileText text={name} max={80} mono />
              </Td>
              <Td numeric>
                <Num value={count} />
              </Td>
              <Td wrap className="max-md:hidden">
                {sample === null ? (
                  <NotRecorded reason="no sample kept" />
                ) : (
                  <HostileText text={sample} max={SAMPLE_SHOWN} mono />
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}
