import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { ComparisonReply } from '@/lib/prices/schema'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'

type Sums = ComparisonReply['totals']

const HEADS = { model: 'Model', system: 'System', day: 'Day' } as const
const NARROW = 'max-md:hidden'
const signed = (microUsd: number) => (microUsd > 0 ? `+${formatMoney(microUsd)}` : formatMoney(microUsd))

/** One row a model, system or day; one column a way to know its cost. */
export function ComparisonTable({ reply: { groupBy, rows, totals, priceTable } }: { reply: ComparisonReply }) {
  const head = HEADS[groupBy]
  return (
    <Table label={`Costs by ${groupBy}`} edge>
      <thead>
        <tr>
          <Th>{head}</Th>
          <Th numeric className={NARROW}>
            Events
          </Th>
          <Th numeric>As imported</Th>
          <Th numeric className={NARROW}>
            Stated by the source
          </Th>
          <Th numeric className={NARROW} title={priceTable.version}>
            Computed
          </Th>
          <Th numeric className={NARROW}>
            Gap
          </Th>
          {totals.repriced.map(({ priceTable: version }) => (
            <RepricedHead key={version} version={version} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.key === null ? 'none' : `is ${row.key}`}>
            <Td className="max-w-64 truncate max-md:max-w-28">
              {row.key === null ? <NotRecorded reason="not recorded" words="not recorded" /> : plainText(row.key, 80)}
            </Td>
            <Sides sums={row} />
          </Tr>
        ))}
        <Tr className="font-semibold">
          <Td>All</Td>
          <Sides sums={totals} />
        </Tr>
      </tbody>
    </Table>
  )
}

function RepricedHead({ version }: { version: string }) {
  const name = plainText(version, 40)
  return (
    <>
      <Th
        numeric
        className="pl-4 max-md:whitespace-normal"
        title={`computed from ${name}, beside the cost as imported`}
      >
        By {name}
      </Th>
      <Th numeric className={NARROW}>
        Gap
      </Th>
    </>
  )
}

function Sides({ sums }: { sums: Sums }) {
  const { events, costMicroUsd, unpricedEvents, costIsLowerBound } = sums
  return (
    <>
      <Td numeric className={`text-2 ${NARROW}`}>
        <Num value={events} />
      </Td>
      <Money value={costMicroUsd} without={unpricedEvents} events={events} isLowerBound={costIsLowerBound} />
      <Side value={sums.reportedMicroUsd} counted={sums.reportedEvents} events={events} />
      <Side value={sums.computedMicroUsd} counted={sums.computedEvents} events={events} />
      <Gap value={sums.gapMicroUsd} both={sums.bothEvents} className={NARROW} />
      {sums.repriced.map((column) => (
        <RepricedCells key={column.priceTable} column={column} events={events} />
      ))}
    </>
  )
}

function RepricedCells({ column, events }: { column: Sums['repriced'][number]; events: number }) {
  return (
    <>
      <Money
        value={column.costMicroUsd}
        without={events - column.pricedEvents}
        events={events}
        isLowerBound={column.costIsLowerBound}
      />
      <Gap value={column.gapMicroUsd} both={column.bothEvents} className={NARROW} />
    </>
  )
}

interface MoneyProps {
  value: number | null
  without: number
  events: number
  isLowerBound: boolean
}

function Money({ value, without, events, isLowerBound }: MoneyProps) {
  const why =
    without > 0
      ? `${formatInteger(without)} of ${formatInteger(events)} events without a price`
      : 'some output was recorded only in part'
  return (
    <Td numeric title={isLowerBound ? `at least: ${why}` : undefined}>
      {value === null ? (
        <NotRecorded reason={why} />
      ) : (
        <Quantity parts={{ value: formatMoney(value), unit: '' }} lowerBound={isLowerBound} title="" />
      )}
    </Td>
  )
}

/** One way to know a cost, and over how many of the events. */
function Side({ value, counted, events }: { value: number | null; counted: number; events: number }) {
  return (
    <Td numeric className={NARROW} title={`${formatInteger(counted)} of ${formatInteger(events)} events`}>
      {value === null ? (
        <NotRecorded reason="of none of these events" />
      ) : (
        <>
          {formatMoney(value)}
          {counted < events ? <span className="pl-1.5 text-12 text-3">{formatInteger(counted)} events</span> : null}
        </>
      )}
    </Td>
  )
}

function Gap({ value, both, className }: { value: number | null; both: number; className: string }) {
  return (
    <Td numeric className={`text-2 ${className}`} title={`over ${formatInteger(both)} events that have both`}>
      {value === null ? <NotRecorded reason="no event has both costs" /> : signed(value)}
    </Td>
  )
}
