'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_NEED, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { Section } from '@/components/ui/section'
import { Badge, StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Headline } from '@/lib/experiments/experiment-schema'
import { shortNumber } from '@/lib/experiments/number-words'

/** Published numbers beside what the rows give; those that do not follow come first. */
export function HeadlinesSection({ headlines }: { headlines: readonly Headline[] }) {
  const wrong = headlines.filter(({ agrees }) => !agrees).length
  const [isWhole, setWhole] = useState(false)
  const ordered = headlines.toSorted((a, b) => Number(a.agrees) - Number(b.agrees))
  const rows = isWhole ? ordered : ordered.slice(0, wrong)
  const meta =
    wrong === 0
      ? 'every published number follows from its rows'
      : `${wrong} of ${headlines.length} do not follow from their rows`
  return (
    <Section title="Published headlines" meta={meta}>
      {rows.length > 0 ? <HeadlineTable rows={rows} /> : null}
      {isWhole || wrong === ordered.length ? null : (
        <p className="py-2">
          <Button size="sm" onClick={() => setWhole(true)}>
            Show all {ordered.length}
          </Button>
        </p>
      )}
    </Section>
  )
}

function HeadlineTable({ rows: headlines }: { rows: readonly Headline[] }) {
  return (
    <Table label="Published headlines" edge className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th className="w-42">Finding</Th>
          <Th>Configuration</Th>
          <Th>Number</Th>
          <Th numeric>Published</Th>
          <Th numeric>From the rows</Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {headlines.map(({ configuration, runId, name, published, rows, agrees }) => (
          <Tr
            key={`${runId} ${name}`}
            need={agrees ? undefined : 'warn'}
            className={cx(NARROW_TWO, NARROW_NEED[agrees ? 'none' : 'warn'])}
          >
            <Td className={cx(NARROW_CELL, 'max-md:order-2')}>
              {agrees ? <StatusMark tone="ok">follows</StatusMark> : <Badge tone="warn">does not follow</Badge>}
            </Td>
            <Td className={cx(NARROW_CELL, 'max-md:order-1 max-md:overflow-hidden')}>
              <bdi title={plainText(configuration)}>{plainText(middleTruncate(configuration, 56))}</bdi>
            </Td>
            <Td className={cx(NARROW_CELL, 'text-2 max-md:order-3')}>
              <bdi>{plainText(name, 60)}</bdi>
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'max-md:order-4')}>
              {shortNumber(published)}
              <span className="text-3 md:hidden"> against {shortNumber(rows)}</span>
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
              {shortNumber(rows)}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
