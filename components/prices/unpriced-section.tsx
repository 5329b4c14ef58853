import { EmptyState } from '@/components/ui/empty-state'
import { NotRecorded, Num } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { PricesReply } from '@/lib/prices/schema'
import { REASON_WORDS } from '@/lib/prices/words'
import { formatInteger } from '@/lib/time/format-quantity'

/** Events without a price, by model and by what is missing. Every cost they belong to is a lower bound. */
export function UnpricedSection({ prices: { unpriced, unpricedEvents, events } }: { prices: PricesReply }) {
  const meta = `${formatInteger(unpricedEvents)} of ${formatInteger(events)} events; every cost they belong to is a lower bound`
  if (unpriced.length === 0) {
    return (
      <Section title="Without a price">
        {events === 0 ? (
          <p className="text-3">No usage yet.</p>
        ) : (
          <EmptyState kind="all-clear" title={`All ${formatInteger(events)} events have a price`} />
        )}
      </Section>
    )
  }
  return (
    <Section title="Without a price" meta={meta}>
      <Table label="Models without a price" edge>
        <thead>
          <tr>
            <Th>Model</Th>
            <Th className="max-md:hidden">Provider</Th>
            <Th>Why</Th>
            <Th numeric>Events</Th>
            <Th numeric sorted="descending">
              Tokens
            </Th>
          </tr>
        </thead>
        <tbody>
          {unpriced.map(({ model, provider, reason, events: count, tokens }) => (
            <Tr key={JSON.stringify([model, provider, reason])}>
              <Td
                className="max-md:whitespace-normal max-md:[overflow-wrap:anywhere] md:w-[26%] md:max-w-0 md:truncate"
                title={plainText(model ?? '')}
              >
                {model === null ? (
                  <NotRecorded reason="no model recorded" words="not recorded" />
                ) : (
                  plainText(model, 80)
                )}
              </Td>
              <Td className="text-2 max-md:hidden">
                {provider === null ? <NotRecorded reason="no provider recorded" /> : plainText(provider, 40)}
              </Td>
              <Td wrap className="text-2">
                {REASON_WORDS[reason]}
              </Td>
              <Td numeric className="text-2">
                <Num value={count} />
              </Td>
              <Td numeric>
                <Num value={tokens} reason="no tokens recorded" />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}
