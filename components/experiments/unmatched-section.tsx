import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import { ArmMark } from './arm-mark'

const SHOWN_MAX = 100

interface UnmatchedSectionProps {
  experiment: Pick<ExperimentDetail, 'unmatched'>
  fleet: Fleet
}

/** Results without a partner, and why: they are in no pair. */
export function UnmatchedSection({ experiment: { unmatched }, fleet }: UnmatchedSectionProps) {
  const rows = unmatched.items.slice(0, SHOWN_MAX)
  return (
    <Section
      title="Unmatched"
      count={formatInteger(unmatched.total)}
      meta={rows.length < unmatched.total ? `the first ${formatInteger(rows.length)}; in no pair` : 'in no pair'}
    >
      <Table label="Unmatched" edge className={NARROW_TABLE}>
        <thead className="max-md:hidden">
          <tr>
            <Th className="w-31">Arm</Th>
            <Th>Item or run</Th>
            <Th>Why</Th>
            <Th numeric>Results</Th>
            <Th numeric>Run</Th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rows.map(({ arm, key, reason, results, runId }) => (
            <Tr key={`${arm} ${key}`} className={NARROW_TWO}>
              <Td className={cx(NARROW_CELL, 'max-md:order-2')}>
                <span className="inline-flex items-center gap-1.5">
                  <ArmMark arm={arm} />
                  {arm}
                </span>
              </Td>
              <Td className={cx(NARROW_CELL, 'max-md:order-1 max-md:overflow-hidden')}>
                <MiddleTruncate text={key} max={48} copy={false} />
              </Td>
              <Td wrap className={cx(NARROW_CELL, 'text-2 max-md:order-3 max-md:col-span-2 max-md:text-12')}>
                <HostileText text={reason} max={200} />
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
                {formatInteger(results)}
              </Td>
              <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
                {runId === null ? (
                  <NotRecorded reason="no run is named" />
                ) : (
                  <Link href={paths.run(runId, fleet)} prefetch={false} className="text-accent hover:underline">
                    run
                  </Link>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}
