'use client'

import { memo } from 'react'
import { ListHead } from '@/components/lists/list-head'
import { isPlainLinkClick, isRowClick } from '@/components/lists/row-clicks'
import type { ListTable } from '@/components/lists/use-list-rows'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_NEED, NARROW_SELECTED, NARROW_TABLE, NARROW_THREE } from '@/components/ui/narrow-row'
import { GroupRow, Table, Td, Tr } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import type { useListKeys } from '@/lib/keyboard/use-list-keys'
import { ORDER_WORDS, PATTERN_LIST } from '@/lib/patterns/filters'
import { patternLines } from '@/lib/patterns/pattern-lines'
import type { ListPatternsInput, PatternSummary } from '@/lib/patterns/schema'
import { shownState } from '@/lib/patterns/words'
import { useClockText } from '@/lib/time/page-clock'
import { PATTERN_CELLS, type PatternCellProps } from './pattern-cells'
import { PATTERN_COLUMNS } from './pattern-columns'
import type { RowAct } from './row-actions'

interface PatternTableProps extends ListTable<PatternSummary> {
  filters: ListPatternsInput
  fleet: Fleet
  selected: ReadonlySet<string>
  keys: ReturnType<typeof useListKeys>
  onSelect: (id: string) => void
  onOpen: (id: string) => void
  onAct: RowAct
}

export function PatternTable(props: PatternTableProps) {
  const { rows, filters, fleet, selected, keys, dimmed, onUnread, bodyRef } = props
  const today = useClockText((nowMs) => new Date(nowMs).toISOString().slice(0, 10))
  return (
    <Table label="Patterns" edge fixed className={cx(NARROW_TABLE, dimmed && 'opacity-60')}>
      <ListHead
        columns={PATTERN_COLUMNS}
        sorted={filters.sort}
        unsorted="urgent"
        words={ORDER_WORDS}
        hrefOf={(sort) => PATTERN_LIST.href({ filters: PATTERN_LIST.change(filters, { sort }) }, fleet)}
      />
      <tbody ref={bodyRef} className="max-md:block" onPointerLeave={onUnread} onBlur={onUnread}>
        {patternLines(rows, filters).map((line) =>
          line.kind === 'group' ? (
            <GroupRow key={line.key} title={line.title} about={line.about} />
          ) : (
            <PatternRow key={line.key} {...props} pattern={line.pattern}>
              <Cells
                pattern={line.pattern}
                fleet={fleet}
                today={today}
                selected={selected.has(line.key)}
                inHand={keys.activeId === line.key}
                onSelect={props.onSelect}
                onAct={props.onAct}
              />
            </PatternRow>
          ),
        )}
      </tbody>
    </Table>
  )
}

const needOf = (pattern: PatternSummary) => {
  const { tone, needsSomeone } = shownState(pattern)
  return needsSomeone && (tone === 'bad' || tone === 'warn' || tone === 'info') ? tone : undefined
}

function PatternRow({
  pattern,
  children,
  ...props
}: PatternTableProps & { pattern: PatternSummary; children: React.ReactNode }) {
  const { keys, marked, selected, arrived, onMark, onOpen } = props
  const { id } = pattern
  const need = needOf(pattern)
  const isLit = marked === id || selected.has(id) || keys.activeId === id
  return (
    <Tr
      {...keys.rowProps(id)}
      data-pattern={id}
      need={need}
      selected={isLit}
      onClickCapture={(event) => isPlainLinkClick(event) && onMark(id)}
      onClick={(event) => isRowClick(event) && onOpen(id)}
      className={cx(
        NARROW_THREE,
        'max-md:grid-cols-[auto_minmax(0,1fr)_auto]!',
        isLit ? NARROW_SELECTED : NARROW_NEED[need ?? 'none'],
        arrived.has(id) && 'just-arrived',
      )}
    >
      {children}
    </Tr>
  )
}

/** Drawn again only when the pattern changed: a poll that brings nothing new costs nothing. */
const Cells = memo(function Cells(props: PatternCellProps) {
  return PATTERN_COLUMNS.map(({ id, numeric, narrow }) => {
    const Cell = PATTERN_CELLS[id]
    return (
      <Td key={id} numeric={numeric ?? false} className={cx('overflow-hidden text-ellipsis', NARROW_CELL, narrow)}>
        <Cell {...props} />
      </Td>
    )
  })
})
