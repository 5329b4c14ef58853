import { useId } from 'react'
import { Num } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { dropRuleText } from '@/lib/imports/drop-rules'
import type { FileReceipt } from '@/lib/imports/schema'

const BAR_WIDTH = 120
const BAR_HEIGHT = 8

/** Usage left out of the count, and the rule that did it. Draws nothing when nothing was dropped. */
export function DroppedTable({ usage }: { usage: FileReceipt['usage'] }) {
  if (usage.dropped.length === 0) return null
  return (
    <Section
      title="Dropped, and by which rule"
      meta="what adding every record would have said, and what was counted"
      className="mt-5"
    >
      <Table label="Dropped usage">
        <thead>
          <tr>
            <Th>Rule</Th>
            <Th numeric>Events</Th>
            <Th numeric>Tokens dropped</Th>
            <Th className="max-md:hidden">
              Counted <span className="font-normal text-3">/ dropped</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {usage.dropped.map(({ rule, events, tokens }) => (
            <Tr key={rule}>
              <Td wrap>{plainText(dropRuleText(rule), 80)}</Td>
              <Td numeric>
                <Num value={events} />
              </Td>
              <Td numeric>
                <Num value={tokens} />
              </Td>
              <Td className="max-md:hidden">
                <ShareBar counted={usage.tokens ?? 0} dropped={tokens} />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

/** The counted part filled, the dropped part hatched. */
function ShareBar({ counted, dropped }: { counted: number; dropped: number }) {
  const hatch = useId()
  const all = counted + dropped
  const width = all > 0 ? (counted / all) * BAR_WIDTH : 0
  return (
    <svg aria-hidden="true" width={BAR_WIDTH} height={BAR_HEIGHT} className="inline-block">
      <pattern id={hatch} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0v5" stroke="var(--text-3)" strokeWidth={1.5} />
      </pattern>
      <rect width={width} height={BAR_HEIGHT} fill="var(--s-other)" />
      <rect x={width} width={BAR_WIDTH - width} height={BAR_HEIGHT} fill={`url(#${hatch})`} />
    </svg>
  )
}
