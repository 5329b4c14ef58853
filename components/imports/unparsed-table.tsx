import { HostileText } from '@/components/ui/hostile-text'
import { NotRecorded, Num } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { isRepaired } from '@/lib/imports/receipt-columns'
import type { FileReceipt } from '@/lib/imports/schema'

const SAMPLE_SHOWN = 160

/** What was seen and not understood, then what was repaired while it was read. Draws nothing when all was well. */
export function UnparsedTable({ unparsed }: { unparsed: FileReceipt['unparsed'] }) {
  return (
    <>
      <PieceTable
        title="Not understood"
        meta="kept in the archive; a later version may read it"
        pieces={unparsed.filter((piece) => !isRepaired(piece))}
      />
      <PieceTable
        title="Repaired"
        meta="read in spite of what was wrong with the line"
        pieces={unparsed.filter(isRepaired)}
      />
    </>
  )
}

interface PieceTableProps {
  title: string
  meta: string
  pieces: FileReceipt['unparsed']
}

function PieceTable({ title, meta, pieces }: PieceTableProps) {
  if (pieces.length === 0) return null
  return (
    <Section title={title} count={pieces.length} meta={meta} className="mt-5">
      <Table label={title}>
        <thead>
          <tr>
            <Th>What</Th>
            <Th>Name</Th>
            <Th numeric>Records</Th>
            <Th className="w-1/2 max-md:hidden">Sample</Th>
          </tr>
        </thead>
        <tbody>
          {pieces.map(({ kind, name, count, sample }) => (
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
