'use client'

import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { NotRecorded } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import { type ComparedField, type CopyPair, comparedFields, lineOf, type PairSide } from '@/lib/usage-events/copy-pair'
import type { UsageEventDetail } from '@/lib/usage-events/schema'
import { EventRaw } from './event-raw'

interface CopyPairProps {
  event: UsageEventDetail
  pair: CopyPair
  fleet: Fleet
}

/** What was kept and what was dropped, side by side: the fields, with what differs marked, and both records raw. */
export function CopyPairView({ event, pair, fleet }: CopyPairProps) {
  const { left, right, isLine } = pair
  const place = ({ copy, line }: PairSide) => ({
    ...(copy === undefined ? {} : { copy }),
    ...(line === undefined ? {} : { line }),
  })
  const names = isLine ? ['Kept: the greatest count', 'Dropped: a further line'] : ['Kept', 'Dropped']
  return (
    <div className="grid gap-3 pt-4">
      <h3 className="font-semibold text-13">
        {isLine ? 'Two lines of one response' : 'Kept and dropped, side by side'}
      </h3>
      {isLine ? <Lines event={event} pair={pair} fleet={fleet} /> : null}
      <Table label="Kept and dropped">
        <thead>
          <tr>
            <Th className="static!">Field</Th>
            {names.map((name) => (
              <Th key={name} className="static!">
                {name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparedFields(pair).map((field) => (
            <FieldRow key={field.label} field={field} />
          ))}
        </tbody>
      </Table>
      <div className="grid gap-3 md:grid-cols-2">
        {[left, right].map((side, index) => (
          <section
            key={names[index]}
            aria-label={`${names[index]}: the record`}
            className="min-w-0 rounded-md bg-sunken px-3 py-2.5"
          >
            <p className="pb-1 font-semibold text-12">{names[index]}</p>
            <EventRaw id={event.id} fleet={fleet} place={place(side)} />
          </section>
        ))}
      </div>
    </div>
  )
}

function FieldRow({ field: { label, kept, dropped, differs } }: { field: ComparedField }) {
  const cell = (value: string | number | null) => (
    <Td wrap className={cx('wrap-anywhere', differs ? 'bg-warn-tint' : 'text-2')}>
      {value === null ? (
        <NotRecorded reason="not recorded here" />
      ) : typeof value === 'number' ? (
        formatInteger(value)
      ) : (
        <bdi>{plainText(value, 300)}</bdi>
      )}
    </Td>
  )
  return (
    <Tr data-differs={differs || undefined}>
      <Td className="w-36 text-2">
        {label}
        {differs ? <span className="sr-only"> (differs)</span> : null}
      </Td>
      {cell(kept)}
      {cell(dropped)}
    </Tr>
  )
}

function Lines({ event, pair, fleet }: CopyPairProps) {
  const { held, line } = pair.right
  return (
    <p className="text-12 text-2">
      Written in{' '}
      {held.lines.slice(0, 30).map(({ place }, index) => {
        const number = lineOf(place)
        return (
          <span key={place}>
            {index > 0 ? ', ' : ''}
            {number === undefined || number === line ? (
              <b className="text-1">{place}</b>
            ) : (
              <Link
                href={paths.usageEvent(event.id, fleet, { copy: held.id, line: number })}
                scroll={false}
                prefetch={false}
                className="text-accent hover:underline"
              >
                line {place}
              </Link>
            )}
          </span>
        )
      })}
      {held.lineCount > 30 ? ` and ${formatInteger(held.lineCount - 30)} more` : ''}. One response was paid once: the
      greatest count of each class is kept.
    </p>
  )
}
