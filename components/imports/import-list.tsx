'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type SourcesView, sourcesHref } from '@/components/imports/address'
import { COVERS_ROW, NARROW_CELL, NARROW_OPEN, NARROW_ROW } from '@/components/imports/narrow'
import { buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { fileName, importState, outcomeText, placeOf } from '@/lib/imports/import-words'
import type { ImportPage, ImportSummary } from '@/lib/imports/schema'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import { formatDuration } from '@/lib/time/format'
import { formatBytes } from '@/lib/time/format-quantity'

const WIDE = 'max-md:hidden'
const NAME_MAX = 42
/** Leaves room for "and 7 more". */
const FIRST_NAME_MAX = 32
const ASKED_BY: Readonly<Record<string, string>> = { http: 'a page', watch: 'watching', command: 'command' }

interface ImportListProps {
  page: ImportPage
  view: SourcesView
  fleet: Fleet
  /** The import whose receipt is shown. */
  openId: string | null
}

/** All imports, the newest first. Opening one shows its receipt above. */
export function ImportList({ page, view, fleet, openId }: ImportListProps) {
  const router = useRouter()
  const hrefOf = (importId: string) => `${sourcesHref({ ...view, importId, file: null }, fleet)}#receipt`
  const { rowProps } = useListKeys({
    ids: page.items.map(({ id }) => id),
    onOpen: (id) => router.push(hrefOf(id)),
  })
  if (page.items.length === 0) return <NoImports hasCursor={view.cursor !== null} fleet={fleet} />
  return (
    <>
      <Table label="Imports" edge fixed className="max-md:block">
        <ImportListHead />
        <tbody className="max-md:block">
          {page.items.map((summary) => (
            <ImportRow
              key={summary.id}
              summary={summary}
              href={hrefOf(summary.id)}
              isOpen={summary.id === openId}
              rowProps={rowProps(summary.id)}
            />
          ))}
        </tbody>
      </Table>
      <nav aria-label="Pages of imports" className="flex gap-2 pt-2">
        {view.cursor === null ? null : (
          <Link
            href={sourcesHref({ ...view, cursor: null }, fleet)}
            scroll={false}
            className={buttonClass({ size: 'sm' })}
          >
            Newest
          </Link>
        )}
        {page.nextCursor === null ? null : (
          <Link
            href={sourcesHref({ ...view, cursor: page.nextCursor }, fleet)}
            scroll={false}
            className={buttonClass({ size: 'sm' })}
          >
            Older
          </Link>
        )}
      </nav>
    </>
  )
}

function ImportListHead() {
  return (
    <thead className={WIDE}>
      <tr>
        <Th className="w-33">State</Th>
        <Th className="w-80">What</Th>
        <Th>Read</Th>
        <Th className="w-24">Asked by</Th>
        <Th numeric className="w-16">
          Files
        </Th>
        <Th numeric className="w-20">
          Size
        </Th>
        <Th numeric className="w-20">
          Took
        </Th>
        <Th numeric className="w-28" sorted="descending">
          Asked for
        </Th>
      </tr>
    </thead>
  )
}

interface ImportRowProps {
  summary: ImportSummary
  href: string
  isOpen: boolean
  rowProps: ReturnType<ReturnType<typeof useListKeys>['rowProps']>
}

function ImportRow({ summary, href, isOpen, rowProps }: ImportRowProps) {
  const { tone, word, running = false } = importState(summary)
  const { first, more } = placeOf(summary)
  const { totals, requestedBy } = summary
  const outcome = plainText(outcomeText(summary), 2_000)
  return (
    <Tr
      {...rowProps}
      selected={isOpen}
      need={summary.status === 'failed' ? 'bad' : undefined}
      className={cx(NARROW_ROW, isOpen && NARROW_OPEN)}
    >
      <Td className={NARROW_CELL}>
        <StatusMark tone={tone} running={running}>
          {word}
        </StatusMark>
      </Td>
      <Td title={plainText(first, 2_000)} className={cx('truncate max-md:col-span-2', NARROW_CELL)}>
        <Link href={href} aria-current={isOpen ? 'true' : undefined} className={COVERS_ROW}>
          <MiddleTruncate text={fileName(first)} max={more > 0 ? FIRST_NAME_MAX : NAME_MAX} copy={false} />
        </Link>
        {more > 0 ? <span className="text-3"> and {more} more</span> : null}
      </Td>
      <Td cut title={outcome} className={cx('text-2 max-md:col-span-2', NARROW_CELL)}>
        <bdi className="isolate">{outcome}</bdi>
      </Td>
      <Td className={cx('text-2', WIDE)}>{ASKED_BY[requestedBy] ?? plainText(requestedBy, 40)}</Td>
      <Td numeric className={WIDE}>
        <Num value={totals?.files} reason="not ended yet" />
      </Td>
      <Td numeric className={cx('text-2', WIDE)}>
        {totals ? formatBytes(totals.bytes) : <NotRecorded reason="not ended yet" />}
      </Td>
      <Td numeric className={cx('text-2', WIDE)}>
        {totals ? formatDuration(totals.seconds * 1_000) : <NotRecorded reason="not ended yet" />}
      </Td>
      <Td numeric className={cx('text-3 max-md:col-start-2 max-md:row-start-1', NARROW_CELL)}>
        <RelativeTime at={summary.requestedAt} />
      </Td>
    </Tr>
  )
}

function NoImports({ hasCursor, fleet }: { hasCursor: boolean; fleet: Fleet }) {
  return (
    <EmptyState
      kind={hasCursor ? 'nothing-matches' : 'nothing-yet'}
      title={hasCursor ? 'No older imports' : 'No imports yet'}
      actions={
        hasCursor ? (
          <Link
            href={sourcesHref({ importId: null, file: null, cursor: null }, fleet)}
            className={buttonClass({ size: 'sm' })}
          >
            Newest
          </Link>
        ) : null
      }
    >
      {hasCursor ? null : <p>Each import leaves a receipt here: what was read, counted, doubted and not read.</p>}
    </EmptyState>
  )
}
