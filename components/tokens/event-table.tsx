'use client'

import { useRouter } from 'next/navigation'
import { ListHead } from '@/components/lists/list-head'
import { isPlainLinkClick, isRowClick } from '@/components/lists/row-clicks'
import type { ListTable } from '@/components/lists/use-list-rows'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_SELECTED, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { Table, Td, Tr } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import { paths } from '@/lib/paths'
import { EVENT_LIST, ORDER_WORDS } from '@/lib/usage-events/filters'
import type { ListUsageEventsInput, UsageEventWire } from '@/lib/usage-events/schema'
import { EVENT_CELLS } from './event-cells'
import { EVENT_COLUMNS } from './event-columns'

interface EventTableProps extends ListTable<UsageEventWire> {
  filters: ListUsageEventsInput
  fleet: Fleet
}

/** One line per usage event; a line opens the event. */
export function EventTable(props: EventTableProps) {
  const { rows, filters, fleet, marked, arrived, dimmed, onMark, onUnread, bodyRef } = props
  const router = useRouter()
  const open = (id: string) => {
    onMark(id)
    router.push(paths.usageEvent(id, fleet))
  }
  const { rowProps } = useListKeys({ ids: rows.map(({ id }) => id), onOpen: open })
  return (
    <Table label="Usage events" edge fixed className={cx(NARROW_TABLE, dimmed && 'opacity-60')}>
      <ListHead
        columns={EVENT_COLUMNS}
        sorted={filters.sort}
        unsorted="newest"
        words={ORDER_WORDS}
        hrefOf={(sort) => EVENT_LIST.href({ filters: EVENT_LIST.change(filters, { sort }) }, fleet)}
      />
      <tbody ref={bodyRef} className="max-md:block" onPointerLeave={onUnread} onBlur={onUnread}>
        {rows.map((event) => (
          <Tr
            key={event.id}
            {...rowProps(event.id)}
            data-key={event.id}
            selected={marked === event.id}
            onClickCapture={(click) => isPlainLinkClick(click) && onMark(event.id)}
            onClick={(click) => isRowClick(click) && open(event.id)}
            className={cx(NARROW_TWO, marked === event.id && NARROW_SELECTED, arrived.has(event.id) && 'just-arrived')}
          >
            {EVENT_COLUMNS.map(({ id, numeric, className, narrow }) => {
              const Cell = EVENT_CELLS[id]
              return (
                <Td
                  key={id}
                  numeric={numeric ?? false}
                  className={cx('overflow-hidden text-ellipsis', className, NARROW_CELL, narrow)}
                >
                  <Cell event={event} fleet={fleet} />
                </Td>
              )
            })}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
