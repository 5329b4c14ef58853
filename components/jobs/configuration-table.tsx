import Link from 'next/link'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded, Quantity } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { scoreText } from '@/lib/jobs/job-words'
import type { ConfigurationSummary } from '@/lib/jobs/result-schema'
import { usageWords } from '@/lib/jobs/result-words'
import { durationParts } from '@/lib/time/format'
import { formatInteger, formatMoney, formatPercent } from '@/lib/time/format-quantity'
import type { JobPlace } from './use-job-place'

interface ConfigurationTableProps {
  rows: readonly ConfigurationSummary[]
  place: JobPlace
}

/** One row a configuration; the name narrows the results below to it. */
export function ConfigurationTable({ rows, place }: ConfigurationTableProps) {
  return (
    <Table label="Configurations" edge fixed className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th>Configuration</Th>
          <Th numeric className="w-22">
            Results
          </Th>
          <Th numeric className="w-32">
            Resolved
          </Th>
          <Th numeric className="w-24">
            Mean score
          </Th>
          <Th numeric className="w-32 max-lg:hidden">
            Cost
          </Th>
          <Th numeric className="w-26 max-lg:hidden">
            Per resolved
          </Th>
          <Th numeric className="w-30">
            Tokens
          </Th>
          <Th numeric className="w-26 max-lg:hidden">
            Mean time
          </Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {rows.map((row) => (
          <Tr
            key={JSON.stringify([row.configuration, row.split])}
            data-configuration={row.configuration}
            className={NARROW_TWO}
          >
            <Td wrap className={cx(NARROW_CELL, 'overflow-hidden text-ellipsis')}>
              <Link
                href={place.href({ configuration: row.configuration })}
                scroll={false}
                prefetch={false}
                title={plainText(row.configuration)}
                className="hover:underline"
              >
                <bdi>{plainText(row.configuration, 120) || '(empty)'}</bdi>
              </Link>
              {row.split === null ? null : <span className="text-12 text-3"> {plainText(row.split, 40)}</span>}
              <span className="block text-12 text-3">{usageWords(row).join(' · ')}</span>
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'text-2 max-md:order-4')} title={resultsTitle(row)}>
              <span className="text-12 text-3 md:hidden">n = </span>
              {formatInteger(row.results)}
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'max-md:order-2')}>
              <Share row={row} />
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'max-md:order-3 max-md:text-left')}>
              <Amount value={row.score.mean} known={row.score.known} of={row.results} what="score">
                {(mean) => (
                  <>
                    <span className="text-12 text-3 md:hidden">mean </span>
                    {scoreText(mean)}
                  </>
                )}
              </Amount>
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
              <Amount value={row.costMicroUsd.sum} known={row.costMicroUsd.known} of={row.results} what="cost">
                {formatMoney}
              </Amount>
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
              {row.costPerResolvedMicroUsd === null ? (
                <NotRecorded reason="not every cost is known, or none was resolved" />
              ) : (
                formatMoney(row.costPerResolvedMicroUsd)
              )}
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
              <Amount value={row.tokens.sum} known={row.tokens.known} of={row.results} what="tokens">
                {formatInteger}
              </Amount>
            </Td>
            <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
              <Amount value={row.seconds.mean} known={row.seconds.known} of={row.results} what="time">
                {(seconds) => <Quantity parts={durationParts(seconds * 1000)} />}
              </Amount>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

const resultsTitle = ({ items, errors }: ConfigurationSummary) =>
  `${formatInteger(items)} items, ${formatInteger(errors)} with an error`

function Share({ row: { resolved, resolvedKnown, resolvedShare } }: { row: ConfigurationSummary }) {
  if (resolvedShare === null) return <NotRecorded reason="of none it is known whether it was resolved" />
  return (
    <span title={`${formatInteger(resolved)} of ${formatInteger(resolvedKnown)} of which it is known`}>
      {formatInteger(resolved)} <span className="text-12 text-3">{formatPercent(resolvedShare)}</span>
    </span>
  )
}

interface AmountProps {
  value: number | null
  /** Of how many of all it is known. */
  known: number
  of: number
  what: string
  children: (value: number) => ReactNode
}

function Amount({ value, known, of, what, children }: AmountProps) {
  if (value === null) return <NotRecorded reason={`no result records its ${what}`} />
  const partly = known < of
  return (
    <span title={`of the ${formatInteger(known)} of ${formatInteger(of)} results that record it`}>
      {children(value)}
      {partly ? <span className="text-12 text-3"> n = {formatInteger(known)}</span> : null}
    </span>
  )
}
