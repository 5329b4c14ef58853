'use client'

import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { RelativeTime } from '@/components/ui/relative-time'
import { Section } from '@/components/ui/section'
import { StatusMark } from '@/components/ui/status'
import { Table, Td, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { fileName, importState, outcomeText, placeOf } from '@/lib/imports/import-words'
import type { ImportSummary } from '@/lib/imports/schema'
import { paths } from '@/lib/paths'

const NAME_MAX = 44

/** The last few imports and what they brought. */
export function NewestImports({ imports, fleet }: { imports: readonly ImportSummary[]; fleet: Fleet }) {
  return (
    <Section
      title="Imports"
      meta="newest first"
      actions={
        <Link href={paths.sources(fleet)} className="text-accent hover:underline">
          All receipts
        </Link>
      }
    >
      {imports.length > 0 ? (
        <Table label="Newest imports" edge fixed className="max-md:block">
          <tbody className="max-md:block">
            {imports.map((each) => (
              <ImportRow key={each.id} summary={each} fleet={fleet} />
            ))}
          </tbody>
        </Table>
      ) : (
        <EmptyState kind="nothing-yet" title="No imports yet" />
      )}
    </Section>
  )
}

const NARROW_CELL = 'max-md:h-auto max-md:w-auto max-md:max-w-none max-md:border-0 max-md:p-0!'

function ImportRow({ summary, fleet }: { summary: ImportSummary; fleet: Fleet }) {
  const { tone, word, running = false } = importState(summary)
  const { first, more } = placeOf(summary)
  const outcome = plainText(outcomeText(summary))
  return (
    <Tr className="max-md:relative max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-2 max-md:gap-y-0.5 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2">
      <Td className={cx('w-35', NARROW_CELL)}>
        <StatusMark tone={tone} running={running}>
          {word}
        </StatusMark>
      </Td>
      <Td title={plainText(first, 2_000)} className={cx('w-96 truncate max-md:col-span-2', NARROW_CELL)}>
        <Link
          href={paths.import(summary.id, fleet)}
          className="hover:underline max-md:after:absolute max-md:after:inset-0"
        >
          <MiddleTruncate text={fileName(first)} max={NAME_MAX} copy={false} />
        </Link>
        {more > 0 ? <span className="text-3"> and {more} more</span> : null}
      </Td>
      <Td cut title={outcome} className={cx('text-2 max-md:col-span-2', NARROW_CELL)}>
        <bdi className="isolate">{outcome}</bdi>
      </Td>
      <Td numeric className={cx('w-24 text-3 max-md:col-start-2 max-md:row-start-1', NARROW_CELL)}>
        <RelativeTime at={summary.endedAt ?? summary.requestedAt} />
      </Td>
    </Tr>
  )
}
