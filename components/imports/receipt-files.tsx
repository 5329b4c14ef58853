import Link from 'next/link'
import { type SourcesView, sourcesHref } from '@/components/imports/address'
import { COVERS_ROW, NARROW_CELL, NARROW_INNER_ROW, NARROW_OPEN } from '@/components/imports/narrow'
import { buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num } from '@/components/ui/num'
import { StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { commonFolder, fileState, rowsText } from '@/lib/imports/import-words'
import type { FileReceipt } from '@/lib/imports/schema'
import { formatBytes, formatInteger } from '@/lib/time/format-quantity'

/** Few enough that the open file's receipt stays near. */
const PER_PAGE = 10
const NAME_MAX = 44
const WIDE = 'max-md:hidden'

interface Numbered {
  file: FileReceipt
  seq: number
}

interface ReceiptFilesProps {
  files: readonly Numbered[]
  openSeq: number
  /** All files of the import; the reply holds the first ones only when there are very many. */
  total: number | null
  view: SourcesView
  fleet: Fleet
}

/** The files of one import, those that need a look first, a page at a time. The open file decides the page. */
export function ReceiptFiles({ files, openSeq, total, view, fleet }: ReceiptFilesProps) {
  const position = Math.max(
    0,
    files.findIndex(({ seq }) => seq === openSeq),
  )
  const from = position - (position % PER_PAGE)
  const shown = files.slice(from, from + PER_PAGE)
  const hrefOf = (seq: number | undefined) => sourcesHref({ ...view, file: seq ?? null }, fleet)
  const all = total ?? files.length
  const folder = commonFolder(files.map(({ file }) => file.path))
  return (
    <div className="pb-4">
      {folder === '' ? null : (
        <p className="pb-1 text-12 text-3">
          below <MiddleTruncate text={folder} max={NAME_MAX} wraps />
        </p>
      )}
      <Table label="Files of this import" fixed className="max-md:block">
        <thead className={WIDE}>
          <tr>
            <Th className="w-28 pl-2">State</Th>
            <Th>File</Th>
            <Th className="w-28">System</Th>
            <Th className="w-72">Read</Th>
            <Th numeric className="w-20">
              Rejected
            </Th>
            <Th numeric className="w-20">
              Size
            </Th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {shown.map(({ file, seq }) => (
            <FileRow
              key={seq}
              file={file}
              name={file.path.slice(folder.length)}
              href={hrefOf(seq)}
              isOpen={seq === openSeq}
            />
          ))}
        </tbody>
      </Table>
      {files.length > PER_PAGE ? (
        <nav aria-label="Pages of files" className="flex items-center gap-2 pt-2 text-12 text-3">
          {from > 0 ? (
            <Link href={hrefOf(files[from - PER_PAGE]?.seq)} scroll={false} className={buttonClass({ size: 'sm' })}>
              Previous
            </Link>
          ) : null}
          {from + PER_PAGE < files.length ? (
            <Link href={hrefOf(files[from + PER_PAGE]?.seq)} scroll={false} className={buttonClass({ size: 'sm' })}>
              Next
            </Link>
          ) : null}
          <span>
            {formatInteger(from + 1)}–{formatInteger(from + shown.length)} of {formatInteger(all)}, those to look at
            first
            {all > files.length ? `; the first ${formatInteger(files.length)} can be opened here` : ''}
          </span>
        </nav>
      ) : null}
    </div>
  )
}

interface FileRowProps {
  file: FileReceipt
  /** The path below the folder that all files share. */
  name: string
  href: string
  isOpen: boolean
}

function FileRow({ file, name, href, isOpen }: FileRowProps) {
  const { tone, word } = fileState(file)
  const rows = rowsText(file.rows, 2)
  return (
    <Tr selected={isOpen} className={cx(NARROW_INNER_ROW, isOpen && NARROW_OPEN, '[&>td:first-child]:pl-2')}>
      <Td className={NARROW_CELL}>
        <StatusMark tone={tone}>{word}</StatusMark>
      </Td>
      <Td title={plainText(file.path, 2_000)} className={cx('truncate max-md:col-span-2', NARROW_CELL)}>
        <Link href={href} scroll={false} aria-current={isOpen ? 'true' : undefined} className={COVERS_ROW}>
          <MiddleTruncate text={name} max={NAME_MAX} copy={false} />
        </Link>
      </Td>
      <Td className={cx('text-2', WIDE)}>
        {file.system === null ? <NotRecorded reason="no reader knows it" /> : plainText(file.system, 24)}
      </Td>
      <Td title={rowsText(file.rows, 20) || undefined} className={cx('truncate text-2 max-md:col-span-2', NARROW_CELL)}>
        {file.status === 'rejected' ? (
          plainText(file.rejected[0]?.reason ?? 'rejected', 80)
        ) : rows === '' ? (
          <NotRecorded reason="no rows" />
        ) : (
          rows
        )}
      </Td>
      <Td numeric className={WIDE}>
        <Num value={file.rejectedCount} />
      </Td>
      <Td numeric className={cx('text-2 max-md:col-start-2 max-md:row-start-1', NARROW_CELL)}>
        {formatBytes(file.bytes)}
      </Td>
    </Tr>
  )
}
