import { cx } from '@/components/ui/cx'
import { LABELLED_BODY, LABELLED_CELL, LABELLED_ROW } from '@/components/ui/labelled-row'
import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { ComparisonReply } from '@/lib/prices/schema'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'

type Sums = ComparisonReply['totals']

const HEADS = { model: 'Model', system: 'System', day: 'Day' } as const
const signed = (microUsd: number) => (microUsd > 0 ? `+${formatMoney(microUsd)}` : formatMoney(microUsd))

/** One row a model, system or day; one column a way to know its cost. */
export function ComparisonTable({ reply: { groupBy, rows, totals, priceTable } }: { reply: ComparisonReply }) {
  const head = HEADS[groupBy]
  return (
    <Table label={`Costs by ${groupBy}`} edge className="max-md:block">
      <thead className="max-md:sr-only">
        <tr>
          <Th>{head}</Th>
          <Th numeric>Events</Th>
          <Th numeric>As imported</Th>
          <Th numeric>Stated by the source</Th>
          <Th numeric title={priceTable.version}>
            Computed
          </Th>
          <Th numeric>Gap</Th>
          {totals.repriced.map(({ priceTable: version }) => (
            <RepricedHead key={version} version={version} />
          ))}
        </tr>
      </thead>
      <tbody className={LABELLED_BODY}>
        {rows.map((row) => (
          <Tr key={row.key === null ? 'none' : `is ${row.key}`} className={LABELLED_ROW}>
            <Td className={cx(LABELLED_CELL, 'max-w-64 truncate max-md:col-span-2 max-md:[overflow-wrap:anywhere]')}>
              {row.key === null ? <NotRecorded reason="not recorded" words="not recorded" /> : plainText(row.key, 80)}
            </Td>
            <Sides sums={row} />
          </Tr>
        ))}
        <Tr className={cx(LABELLED_ROW, 'font-semibold')}>
          <Td className={cx(LABELLED_CELL, 'max-md:col-span-2')}>All</Td>
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
      <Th numeric className="pl-4" title={`computed from ${name}, beside the cost as imported`}>
        By {name}
      </Th>
      <Th numeric>Gap</Th>
    </>
  )
}

function Sides({ sums }: { sums: Sums }) {
  const { events, costMicroUsd, unpricedEvents, costIsLowerBound } = sums
  return (
    <>
      <Td numeric data-label="events" className={cx('text-2', LABELLED_CELL)}>
        <Num value={events} />
      </Td>
      <Money
        label="as imported"
        value={costMicroUsd}
        without={unpricedEvents}
        events={events}
        isLowerBound={costIsLowerBound}
      />
      <Side label="stated" value={sums.reportedMicroUsd} counted={sums.reportedEvents} events={events} />
      <Side label="computed" value={sums.computedMicroUsd} counted={sums.computedEvents} events={events} />
      <Gap value={sums.gapMicroUsd} both={sums.bothEvents} />
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
        label={`by ${plainText(column.priceTable, 40)}`}
        value={column.costMicroUsd}
        without={events - column.pricedEvents}
        events={events}
        isLowerBound={column.costIsLowerBound}
      />
      <Gap value={column.gapMicroUsd} both={column.bothEvents} />
    </>
  )
}

interface MoneyProps {
  label: string
  value: number | null
  without: number
  events: number
  isLowerBound: boolean
}

function Money({ label, value, without, events, isLowerBound }: MoneyProps) {
  const why =
    without > 0
      ? `${formatInteger(without)} of ${formatInteger(events)} events without a price`
      : 'some output was recorded only in part'
  return (
    <Td numeric data-label={label} className={LABELLED_CELL} title={isLowerBound ? `at least: ${why}` : undefined}>
      {value === null ? (
        <NotRecorded reason={why} />
      ) : (
        <Quantity parts={{ value: formatMoney(value), unit: '' }} lowerBound={isLowerBound} title="" />
      )}
    </Td>
  )
}

interface SideProps {
  label: string
  value: number | null
  counted: number
  events: number
}

/** One way to know a cost, and over how many of the events. */
function Side({ label, value, counted, events }: SideProps) {
  return (
    <Td
      numeric
      data-label={label}
      className={LABELLED_CELL}
      title={`${formatInteger(counted)} of ${formatInteger(events)} events`}
    >
      {value === null ? (
        <NotRecorded reason="of none of these events" />
      ) : (
        <>
          <Quantity parts={{ value: formatMoney(value), unit: '' }} lowerBound={counted < events} title="" />
          {counted < events ? (
            <span className="pl-1.5 text-12 text-3">
              {formatInteger(counted)} of {formatInteger(events)}
            </span>
          ) : null}
        </>
      )}
    </Td>
  )
}

function Gap({ value, both }: { value: number | null; both: number }) {
  return (
    <Td
      numeric
      data-label="gap"
      className={cx('text-2', LABELLED_CELL)}
      title={`over ${formatInteger(both)} events that have both`}
    >
      {value === null ? <NotRecorded reason="no event has both costs" /> : signed(value)}
    </Td>
  )
}
