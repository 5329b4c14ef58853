'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type MouseEvent, memo } from 'react'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_SELECTED, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import { paths } from '@/lib/paths'
import { change, ORDER_WORDS, sessionsHref } from '@/lib/sessions/filters'
import type { ListSessionsInput, SessionSummary } from '@/lib/sessions/schema'
import { SESSION_CELLS } from './session-cells'
import { SESSION_COLUMNS } from './session-columns'

interface SessionTableProps {
  rows: readonly SessionSummary[]
  filters: ListSessionsInput
  fleet: Fleet
  marked: string | null
  arrived: ReadonlySet<string>
  /** Another question is being asked: these rows answer the last one. */
  dimmed: boolean
  onMark: (id: string | null) => void
  /** Called when pointer and focus have left the rows. */
  onUnread: () => void
  bodyRef: React.RefObject<HTMLTableSectionElement | null>
}

export function SessionTable(props: SessionTableProps) {
  const { rows, filters, fleet, marked, arrived, dimmed, onMark, onUnread, bodyRef } = props
  const router = useRouter()
  const open = (id: string) => {
    onMark(id)
    router.push(paths.session(id, fleet))
  }
  const { rowProps } = useListKeys({
    ids: rows.map((row) => row.id),
    onOpen: open,
    onToggle: (id) => onMark(id === marked ? null : id),
  })
  return (
    <Table label="Sessions" edge fixed className={cx(NARROW_TABLE, dimmed && 'opacity-60')}>
      <Head filters={filters} fleet={fleet} />
      <tbody ref={bodyRef} className="max-md:block" onPointerLeave={onUnread} onBlur={onUnread}>
        {rows.map((session) => (
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
            <Cells session={session} fleet={fleet} />
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** Headers that order are links: the order is part of the address. The one in force leads back to the default. */
function Head({ filters, fleet }: { filters: ListSessionsInput; fleet: Fleet }) {
  return (
    <thead className="max-md:hidden">
      <tr>
        {SESSION_COLUMNS.map(({ id, header, sort, numeric, className }) => {
          const sorted = sort !== undefined && filters.sort === sort
          return (
            <Th key={id} numeric={numeric ?? false} sorted={sorted ? 'descending' : undefined} className={className}>
              {sort === undefined ? (
                header
              ) : (
                <Link
                  href={sessionsHref({ filters: change(filters, { sort: sorted ? undefined : sort }) }, fleet)}
                  scroll={false}
                  prefetch={false}
                  title={`Order: ${ORDER_WORDS[sorted ? 'lastEvidence' : sort]}`}
                  className="hover:text-1 hover:underline"
                >
                  {header}
                </Link>
              )}
            </Th>
          )
        })}
      </tr>
    </thead>
  )
}

/** Drawn again only when the session changed: a poll that brings nothing new costs nothing. */
const Cells = memo(function Cells({ session, fleet }: { session: SessionSummary; fleet: Fleet }) {
  return SESSION_COLUMNS.map(({ id, numeric, narrow }) => {
    const Cell = SESSION_CELLS[id]
    return (
      <Td key={id} numeric={numeric ?? false} className={cx('overflow-hidden text-ellipsis', NARROW_CELL, narrow)}>
        <Cell session={session} fleet={fleet} />
      </Td>
    )
  })
})

const targetOf = (event: MouseEvent) => (event.target instanceof Element ? event.target : null)

/** A link opens by itself; the mark must be set before, or it would take the place of that navigation. */
function isPlainLinkClick(event: MouseEvent): boolean {
  return targetOf(event)?.closest('a') != null && !event.metaKey && !event.ctrlKey && !event.shiftKey
}

/** The rest of the row opens like its link, unless text was marked. */
function isRowClick(event: MouseEvent): boolean {
  const target = targetOf(event)
  if (target === null || target.closest('a, button') || event.defaultPrevented) return false
  return window.getSelection()?.isCollapsed !== false
}
