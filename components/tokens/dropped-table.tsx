'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { isPlainLinkClick, isRowClick } from '@/components/lists/row-clicks'
import type { ListTable } from '@/components/lists/use-list-rows'
import { cx } from '@/components/ui/cx'
import { Moment } from '@/components/ui/moment'
import { NARROW_CELL, NARROW_SELECTED, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded, Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { dropRuleText } from '@/lib/imports/drop-rules'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import { shortModel } from '@/lib/model/model-name'
import { paths } from '@/lib/paths'
import type { DroppedCopy } from '@/lib/usage-events/schema'
import { fileName } from '@/lib/usage-events/words'

const GONE = 'max-md:hidden'

export const DROPPED_HEADS = [
  { header: 'Time, UTC', className: 'w-36' },
  { header: 'Dropped', numeric: true, className: 'w-28' },
  { header: 'Kept', numeric: true, className: 'w-28' },
  { header: 'Lines', numeric: true, className: 'w-16' },
  { header: 'Dropped in', className: 'pl-5' },
  { header: 'Kept in', className: '' },
  { header: 'Model', className: 'w-32 max-lg:hidden' },
  { header: 'Rule', className: 'w-56 max-xl:hidden' },
]

interface DroppedTableProps extends ListTable<DroppedCopy> {
  fleet: Fleet
}

/** One line per copy that does not count; a line opens it beside the one that does. */
export function DroppedTable({ rows, fleet, marked, dimmed, onMark, onUnread, bodyRef }: DroppedTableProps) {
  const router = useRouter()
  const byId = new Map(rows.map((row) => [row.id, row]))
  const hrefOf = (id: string) => {
    const row = byId.get(id)
    return row ? paths.usageEvent(row.eventId, fleet, { copy: row.copyId, lines: row.copyId === null || null }) : ''
  }
  const open = (id: string) => {
    onMark(id)
    router.push(hrefOf(id))
  }
  const { rowProps } = useListKeys({ ids: rows.map(({ id }) => id), onOpen: open })
  return (
    <Table label="Dropped copies" edge fixed className={cx(NARROW_TABLE, dimmed && 'opacity-60')}>
      <thead className={GONE}>
        <tr>
          {DROPPED_HEADS.map(({ header, numeric = false, className }) => (
            <Th key={header} numeric={numeric} className={className}>
              {header}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody ref={bodyRef} className="max-md:block" onPointerLeave={onUnread} onBlur={onUnread}>
        {rows.map((row) => (
          <Tr
            key={row.id}
            {...rowProps(row.id)}
            data-key={row.id}
            selected={marked === row.id}
            onClickCapture={(click) => isPlainLinkClick(click) && onMark(row.id)}
            onClick={(click) => isRowClick(click) && open(row.id)}
            className={cx(NARROW_TWO, marked === row.id && NARROW_SELECTED)}
          >
            <Cells row={row} href={hrefOf(row.id)} />
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Cells({ row, href }: { row: DroppedCopy; href: string }) {
  return (
    <>
      <Td className={NARROW_CELL}>
        <Link href={href} prefetch={false} className="hover:underline">
          {row.at === null ? <span className="text-3">time not recorded</span> : <Moment at={row.at} />}
        </Link>
      </Td>
      <Td numeric className={NARROW_CELL}>
        <Num value={row.droppedTokens} />
      </Td>
      <Td numeric className={cx('text-2', GONE)}>
        <Num value={row.keptTokens} />
      </Td>
      <Td numeric className={cx('text-2', GONE)}>
        <Num value={row.lines} />
      </Td>
      <Td cut className={cx('pl-5 max-md:max-w-full max-md:pl-0!', NARROW_CELL)}>
        <Where of={row.droppedIn} />
      </Td>
      <Td cut className={GONE}>
        <Where of={row.keptIn} />
      </Td>
      <Td cut className="text-2 max-lg:hidden">
        {row.model === null ? <NotRecorded reason="names no model" /> : plainText(shortModel(row.model), 40)}
      </Td>
      <Td cut className="text-2 max-xl:hidden">
        {plainText(dropRuleText(row.rule), 60)}
      </Td>
    </>
  )
}

function Where({ of: { sessionId, name, file } }: { of: DroppedCopy['keptIn'] }) {
  const text = name ?? (file === null ? sessionId : fileName(file))
  if (text === null) return <NotRecorded reason="neither session nor file is recorded" />
  return (
    <span className="flex gap-1.5 text-2" title={plainText(`${sessionId ?? ''} ${file ?? ''}`, 500)}>
      {sessionId === null ? null : (
        <span className="flex-none font-mono text-12 text-3">{plainText(sessionId.slice(-8))}</span>
      )}
      <bdi className="min-w-0 truncate">{plainText(text, 80)}</bdi>
    </span>
  )
}
