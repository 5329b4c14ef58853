'use client'

import { useRouter } from 'next/navigation'
import { memo } from 'react'
import { ListHead } from '@/components/lists/list-head'
import { isPlainLinkClick, isRowClick } from '@/components/lists/row-clicks'
import type { ListTable } from '@/components/lists/use-list-rows'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_SELECTED, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { Table, Td, Tr } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import { nestedBelow } from '@/lib/lists/nested-below'
import { paths } from '@/lib/paths'
import { ORDER_WORDS, SESSION_LIST } from '@/lib/sessions/filters'
import type { ListSessionsInput, SessionSummary } from '@/lib/sessions/schema'
import { SESSION_CELLS } from './session-cells'
import { SESSION_COLUMNS } from './session-columns'

interface SessionTableProps extends ListTable<SessionSummary> {
  filters: ListSessionsInput
  fleet: Fleet
}

export function SessionTable(props: SessionTableProps) {
  const { rows, filters, fleet, marked, arrived, dimmed, onMark, onUnread, bodyRef } = props
  const router = useRouter()
  const open = (id: string) => {
    onMark(id)
    router.push(paths.session(id, fleet))
  }
  const nested = nestedBelow(rows)
  const { rowProps } = useListKeys({
    ids: rows.map((row) => row.id),
    onOpen: open,
    onToggle: (id) => onMark(id === marked ? null : id),
  })
  return (
    <Table label="Sessions" edge fixed className={cx(NARROW_TABLE, dimmed && 'opacity-60')}>
      <ListHead
        columns={SESSION_COLUMNS}
        sorted={filters.sort}
        unsorted="lastEvidence"
        words={ORDER_WORDS}
        hrefOf={(sort) => SESSION_LIST.href({ filters: SESSION_LIST.change(filters, { sort }) }, fleet)}
      />
      <tbody ref={bodyRef} className="max-md:block" onPointerLeave={onUnread} onBlur={onUnread}>
        {rows.map((session, index) => (
          <Tr
            key={session.id}
            {...rowProps(session.id)}
            selected={marked === session.id}
            onClickCapture={(event) => isPlainLinkClick(event) && onMark(session.id)}
            onClick={(event) => isRowClick(event) && open(session.id)}
            className={cx(
              NARROW_TWO,
              marked === session.id && NARROW_SELECTED,
              arrived.has(session.id) && 'just-arrived',
            )}
          >
            <Cells session={session} fleet={fleet} nested={nested[index] ?? false} />
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** Drawn again only when the session changed: a poll that brings nothing new costs nothing. */
const Cells = memo(function Cells(props: { session: SessionSummary; fleet: Fleet; nested: boolean }) {
  return SESSION_COLUMNS.map(({ id, numeric, narrow }) => {
    const Cell = SESSION_CELLS[id]
    return (
      <Td key={id} numeric={numeric ?? false} className={cx('overflow-hidden text-ellipsis', NARROW_CELL, narrow)}>
        <Cell {...props} />
      </Td>
    )
  })
})
