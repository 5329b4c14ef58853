import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { LowerBound, NotRecorded, Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { costOf } from '@/lib/runs/run-cells'
import type { RunDetail } from '@/lib/runs/schema'
import { formatMoney } from '@/lib/time/format-quantity'

type Usage = RunDetail['usage']
type Priced = Parameters<typeof costOf>[0]

const CLASSES = [
  { key: 'input', label: 'Input' },
  { key: 'cacheRead', label: 'Cache read' },
  { key: 'cacheWrite', label: 'Cache write' },
  { key: 'output', label: 'Output' },
  { key: 'reasoning', label: 'of it reasoning' },
  { key: 'unsplit', label: 'Unsplit' },
] as const
type Column = (typeof CLASSES)[number]

const add = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b)

function amountOf(usage: Usage, key: Column['key']): number | null {
  return key === 'cacheWrite' ? add(usage.cacheWrite5m, usage.cacheWrite1h) : usage[key]
}

/** On narrow screens a line of its own, with the name of its column. */
const LABELLED = `${NARROW_CELL} max-md:order-5 max-md:col-span-2 max-md:flex max-md:justify-between max-md:text-12 max-md:text-2 max-md:before:content-[attr(data-label)]`

/** One row a model and role, then the run. Columns stand only for classes that some row knows. */
export function UsageTable({ run }: { run: RunDetail }) {
  const classes = CLASSES.filter(({ key }) => run.usageBy.some(({ usage }) => amountOf(usage, key) !== null))
  return (
    <Table label="Usage by model and role" edge className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th>Model</Th>
          <Th>Role</Th>
          <Th numeric>Calls</Th>
          {classes.map(({ key, label }) => (
            <Th key={key} numeric>
              {label}
            </Th>
          ))}
          <Th numeric>Total</Th>
          <Th numeric>Cost</Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {run.usageBy.map((row) => (
          <Tr key={JSON.stringify([row.provider, row.model, row.role])} className={NARROW_TWO}>
            <Td
              className={cx(NARROW_CELL, 'md:max-w-72 truncate')}
              title={row.provider ? plainText(`provider ${row.provider}`) : undefined}
            >
              <Named text={row.model} reason="the events name no model" />
            </Td>
            <Td className={cx(NARROW_CELL, 'truncate text-2 max-md:order-3 md:max-w-72')}>
              <Named text={row.role} reason="the events name no role" />
            </Td>
            <Amounts usage={row.usage} events={row.events} classes={classes} />
            <Cost run={row} />
          </Tr>
        ))}
        <Tr className={cx(NARROW_TWO, 'font-semibold [&>td]:border-line [&>td]:border-t')}>
          <Td colSpan={2} className={NARROW_CELL}>
            All of this run
          </Td>
          <Amounts usage={run.usage} events={run.events} classes={classes} />
          <Cost run={run} />
        </Tr>
      </tbody>
    </Table>
  )
}

function Named({ text, reason }: { text: string | null; reason: string }): ReactNode {
  return text === null ? <NotRecorded reason={reason} words="not recorded" /> : plainText(text, 80)
}

interface AmountsProps {
  usage: Usage
  events: number
  classes: readonly Column[]
}

function Amounts({ usage, events, classes }: AmountsProps) {
  return (
    <>
      <Td numeric className={LABELLED} data-label="Calls">
        <Num value={events} />
      </Td>
      {classes.map(({ key, label }) => (
        <Td key={key} numeric className={LABELLED} data-label={label}>
          <Num
            value={amountOf(usage, key)}
            reason="the source does not record this class"
            lowerBound={usage.lowerBound.includes(key)}
          />
        </Td>
      ))}
      <Td numeric className={cx(NARROW_CELL, 'max-md:order-2')}>
        <Num value={usage.total} reason="no event records tokens" lowerBound={usage.lowerBound.length > 0} />
      </Td>
    </>
  )
}

function Cost({ run }: { run: Priced }) {
  const { value, lowerBound, title } = costOf(run)
  return (
    <Td numeric className={cx(NARROW_CELL, 'max-md:order-4 max-md:col-start-2')} title={title}>
      {value === null ? (
        <NotRecorded reason={title} />
      ) : (
        <>
          {lowerBound ? <LowerBound /> : null}
          {formatMoney(value)}
        </>
      )}
    </Td>
  )
}
