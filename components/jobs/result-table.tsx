'use client'

import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { LowerBound, NotRecorded, Num, Quantity } from '@/components/ui/num'
import { StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { scoreText } from '@/lib/jobs/job-words'
import type { ItemResultWire } from '@/lib/jobs/result-schema'
import { outcomeMark } from '@/lib/jobs/result-words'
import { paths } from '@/lib/paths'
import { durationParts } from '@/lib/time/format'
import { formatMoney } from '@/lib/time/format-quantity'

interface ResultTableProps {
  rows: readonly ItemResultWire[]
  fleet: Fleet
}

/** One row an item and configuration; the item leads to the session that did it, else to its run. */
export function ResultTable({ rows, fleet }: ResultTableProps) {
  return (
    <Table label="Results" edge fixed className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th>Item</Th>
          <Th className="w-[22%]">Configuration</Th>
          <Th className="w-28">Outcome</Th>
          <Th numeric className="w-20">
            Score
          </Th>
          <Th numeric className="w-24">
            Tokens
          </Th>
          <Th numeric className="w-22 max-lg:hidden">
            Cost
          </Th>
          <Th numeric className="w-20 max-lg:hidden">
            Time
          </Th>
          <Th numeric className="w-16 max-lg:hidden">
            Calls
          </Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {rows.map((row) => (
          <ResultRow key={row.id} row={row} fleet={fleet} />
        ))}
      </tbody>
    </Table>
  )
}

function ResultRow({ row, fleet }: { row: ItemResultWire; fleet: Fleet }) {
  const { item, configuration, split, repeat, score, usage, costMicroUsd, seconds, calls, error } = row
  const { tone, label } = outcomeMark(row)
  const href = row.sessionId === null ? paths.run(row.runId, fleet) : paths.session(row.sessionId, fleet)
  return (
    <Tr data-result={row.id} className={NARROW_TWO}>
      <Td wrap className={cx(NARROW_CELL, 'overflow-hidden')} title={plainText(row.ref ?? item)}>
        <Link href={href} prefetch={false} className="block truncate hover:underline">
          <MiddleTruncate text={item} max={48} copy={false} />
          {repeat > 0 ? <span className="text-12 text-3"> again {repeat}</span> : null}
        </Link>
        {error === null ? null : (
          <span className="block text-12 text-2">
            <HostileText text={error} max={110} />
          </span>
        )}
      </Td>
      <Td className={cx(NARROW_CELL, 'overflow-hidden text-2 text-ellipsis max-md:order-3 max-md:text-12')}>
        <bdi title={plainText(configuration)}>{plainText(configuration, 80) || '(empty)'}</bdi>
        {split === null ? null : <span className="text-12 text-3"> {plainText(split, 40)}</span>}
      </Td>
      <Td className={cx(NARROW_CELL, 'max-md:order-2')}>
        <StatusMark tone={tone}>{label}</StatusMark>
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:order-4')}>
        {score === null ? (
          <NotRecorded reason="not scored" />
        ) : (
          <>
            <span className="text-12 text-3 md:hidden">score </span>
            {scoreText(score)}
          </>
        )}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
        <Num value={usage.total} lowerBound={usage.lowerBound.length > 0} reason="it records no tokens" />
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        {costMicroUsd === null ? (
          <NotRecorded reason="it records no cost, and its tokens cannot be priced" />
        ) : (
          <>
            {usage.lowerBound.length > 0 ? <LowerBound /> : null}
            {formatMoney(costMicroUsd)}
          </>
        )}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        {seconds === null ? (
          <NotRecorded reason="it records no time" />
        ) : (
          <Quantity parts={durationParts(seconds * 1000)} />
        )}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        <Num value={calls} reason="it records no calls" />
      </Td>
    </Tr>
  )
}
