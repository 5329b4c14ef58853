import { LowerBound, NotRecorded, Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { costOf } from '@/lib/runs/run-cells'
import type { RunDetail } from '@/lib/runs/schema'
import { formatMoney } from '@/lib/time/format-quantity'
import { Section } from './section'

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

const add = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b)

function amountOf(usage: Usage, key: (typeof CLASSES)[number]['key']): number | null {
  return key === 'cacheWrite' ? add(usage.cacheWrite5m, usage.cacheWrite1h) : usage[key]
}

const REASON = 'the source does not record this class'

/** Usage by model and role. A class that no event of a row knows is a dash; a total without classes is unsplit. */
export function UsageSection({ run }: { run: RunDetail }) {
  if (run.usageBy.length === 0) {
    return (
      <Section id="usage" title="Usage">
        <p className="text-13 text-2">Not recorded: no usage event names this run.</p>
      </Section>
    )
  }
  const classes = CLASSES.filter(({ key }) => run.usageBy.some(({ usage }) => amountOf(usage, key) !== null))
  const isUnsplit = run.usage.unsplit !== null && run.usage.unsplit === run.usage.total
  return (
    <Section
      id="usage"
      title="Usage"
      about={isUnsplit ? 'by model and role; only totals are recorded, their classes are not' : 'by model and role'}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label="Usage by model and role" tabIndex={0} className="bleed overflow-x-auto">
        <Table
          label="Usage"
          className="[&_:is(td,th):first-child]:pl-(--page-x) [&_:is(td,th):last-child]:pr-(--page-x) [&_th]:static"
        >
          <thead>
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
          <tbody>
            {run.usageBy.map((row) => (
              <Tr key={JSON.stringify([row.provider, row.model, row.role])}>
                <Td title={row.provider ? plainText(`provider ${row.provider}`) : undefined}>
                  {row.model === null ? (
                    <NotRecorded reason="the events name no model" words="not recorded" />
                  ) : (
                    plainText(row.model, 80)
                  )}
                </Td>
                <Td className="text-2">
                  {row.role === null ? (
                    <NotRecorded reason="the events name no role" words="not recorded" />
                  ) : (
                    plainText(row.role, 80)
                  )}
                </Td>
                <Amounts usage={row.usage} events={row.events} classes={classes} />
                <Td numeric>
                  <Money run={{ ...row, costLowerBoundReasons: row.unpricedEvents > 0 ? ['unpriced'] : [] }} />
                </Td>
              </Tr>
            ))}
            <Tr className="font-semibold [&>td]:border-line [&>td]:border-t">
              <Td colSpan={2}>All of this run</Td>
              <Amounts usage={run.usage} events={run.events} classes={classes} />
              <Td numeric>
                <Money run={run} />
              </Td>
            </Tr>
          </tbody>
        </Table>
      </section>
    </Section>
  )
}

function Amounts({
  usage,
  events,
  classes,
}: {
  usage: Usage
  events: number
  classes: readonly (typeof CLASSES)[number][]
}) {
  return (
    <>
      <Td numeric>
        <Num value={events} />
      </Td>
      {classes.map(({ key }) => (
        <Td key={key} numeric>
          <Num value={amountOf(usage, key)} reason={REASON} lowerBound={usage.lowerBound.includes(key)} />
        </Td>
      ))}
      <Td numeric>
        <Num value={usage.total} reason="no event records tokens" lowerBound={usage.lowerBound.length > 0} />
      </Td>
    </>
  )
}

function Money({ run }: { run: Priced }) {
  const { value, lowerBound, title } = costOf(run)
  if (value === null) return <NotRecorded reason={title} />
  return (
    <span title={title}>
      {lowerBound ? <LowerBound /> : null}
      {formatMoney(value)}
    </span>
  )
}
