'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { type SourcesView, sourcesHref } from '@/components/imports/address'
import { DroppedTable } from '@/components/imports/dropped-table'
import { FileReceiptBox } from '@/components/imports/file-receipt-box'
import { ImportProgressLine } from '@/components/imports/import-progress'
import { ReceiptFiles } from '@/components/imports/receipt-files'
import { RejectedTable } from '@/components/imports/rejected-table'
import { UnparsedTable } from '@/components/imports/unparsed-table'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Section } from '@/components/ui/section'
import { Skeleton } from '@/components/ui/skeleton'
import { Badge } from '@/components/ui/status'
import type { Fleet } from '@/lib/http/wire'
import { importQuery, isGoingOn } from '@/lib/imports/queries'
import { sortedFiles } from '@/lib/imports/receipt-columns'
import type { ImportDetail } from '@/lib/imports/schema'
import { exactTime, formatDuration } from '@/lib/time/format'
import { formatBytes, formatInteger } from '@/lib/time/format-quantity'

interface ReceiptProps {
  id: string
  view: SourcesView
  fleet: Fleet
  /** How many receipts there are. */
  total: number | null
}

/** The receipt of one import: a table of its files when there are several, and the open file in four columns. */
export function Receipt({ id, view, fleet, total }: ReceiptProps) {
  const { data, error, refetch } = useQuery(importQuery(id, fleet))
  const which = view.importId === null ? 'newest' : 'chosen'
  return (
    <div id="receipt" className="section scroll-mt-14">
      <Section
        title="Receipt"
        meta={data ? metaOf(data, which, total) : null}
        actions={
          <>
            {view.importId === null ? null : (
              <Link
                href={sourcesHref({ ...view, importId: null, file: null }, fleet)}
                scroll={false}
                className="text-accent hover:underline"
              >
                Newest receipt
              </Link>
            )}
            <a href="#imports" className="text-accent hover:underline">
              All receipts
            </a>
          </>
        }
      >
        {data ? (
          <ReceiptBody detail={data} view={view} fleet={fleet} />
        ) : data === null ? (
          <EmptyState
            kind="nothing-matches"
            title="No such import here"
            actions={
              <Link
                href={sourcesHref({ importId: null, file: null, cursor: null }, fleet)}
                className={buttonClass({ size: 'sm' })}
              >
                Newest receipt
              </Link>
            }
          >
            <p>
              <MiddleTruncate text={id} /> is no import of this fleet.
            </p>
          </EmptyState>
        ) : error ? (
          <QueryError what="this receipt" error={error} onRetry={() => void refetch()} />
        ) : (
          <div className="grid h-48 content-center justify-items-center rounded-md border border-line">
            <Skeleton className="w-60" />
          </div>
        )}
      </Section>
    </div>
  )
}

function metaOf({ totals, requestedAt }: ImportDetail, which: string, total: number | null): string {
  const of = total === null || total < 2 ? which : `${which} of ${formatInteger(total)}`
  const asked = `asked for ${exactTime(requestedAt).replace(/:\d\d\.\d+ UTC$/, ' UTC')}`
  if (!totals) return [of, asked].join(' · ')
  const files = `${formatInteger(totals.files)} ${totals.files === 1 ? 'file' : 'files'}`
  return [of, asked, files, formatBytes(totals.bytes), formatDuration(totals.seconds * 1_000)].join(' · ')
}

interface ReceiptBodyProps {
  detail: ImportDetail
  view: SourcesView
  fleet: Fleet
}

function ReceiptBody({ detail, view, fleet }: ReceiptBodyProps) {
  const files = sortedFiles(detail.files)
  const open = files.find(({ seq }) => seq === view.file) ?? files[0]
  return (
    <>
      {detail.status === 'failed' ? (
        <div role="alert" className="grid justify-items-start gap-2 pb-3">
          <Badge tone="bad">failed</Badge>
          <p>
            <HostileText text={detail.error ?? 'no reason given'} />
          </p>
          <p className="text-2">What was read before stays. Importing again goes on from there.</p>
        </div>
      ) : null}
      {isGoingOn(detail) ? <ImportProgressLine summary={detail} /> : null}
      {files.length > 1 && open ? (
        <ReceiptFiles files={files} openSeq={open.seq} total={detail.totals?.files ?? null} view={view} fleet={fleet} />
      ) : null}
      {open ? (
        <>
          <FileReceiptBox file={open.file} />
          <DroppedTable usage={open.file.usage} />
          <UnparsedTable unparsed={open.file.unparsed} />
          <RejectedTable file={open.file} />
        </>
      ) : isGoingOn(detail) || detail.status === 'failed' ? null : (
        <p className="text-2">No file was found at {detail.pathsTotal === 1 ? 'this path' : 'these paths'}.</p>
      )}
    </>
  )
}
