'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { NotRecorded, Num } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { FileReceipt } from '@/lib/imports/schema'
import { formatInteger } from '@/lib/time/format-quantity'

const FIRST_SHOWN = 10

/** Records that could not be taken: where they stand and why. A file rejected as a whole says so in its box. */
export function RejectedTable({ file }: { file: FileReceipt }) {
  const [all, setAll] = useState(false)
  const { rejected, rejectedCount, status } = file
  if (status === 'rejected' || rejectedCount === 0) return null
  const shown = all ? rejected : rejected.slice(0, FIRST_SHOWN)
  const listed =
    rejected.length < rejectedCount
      ? `the first ${formatInteger(rejected.length)} of ${formatInteger(rejectedCount)} are listed`
      : 'everything else of this file is in'
  return (
    <Section title="Rejected" count={formatInteger(rejectedCount)} meta={listed} className="mt-5">
      <Table label="Rejected records">
        <thead>
          <tr>
            <Th numeric className="w-20">
              Line
            </Th>
            <Th>Place</Th>
            <Th>Reason</Th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ line, place, reason }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stored list that never changes; two may be alike
            <Tr key={index}>
              <Td numeric>
                <Num value={line} reason="a row of a table has no line" />
              </Td>
              <Td wrap>
                {place && place !== `line ${line}` ? (
                  <HostileText text={place} max={120} mono />
                ) : (
                  <NotRecorded reason="no place named" />
                )}
              </Td>
              <Td wrap>
                <HostileText text={reason} max={240} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {shown.length < rejected.length ? (
        <Button size="sm" className="mt-2" onClick={() => setAll(true)}>
          Show {formatInteger(rejected.length)}
        </Button>
      ) : null}
    </Section>
  )
}
