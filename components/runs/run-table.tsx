'use client'

import { useRouter } from 'next/navigation'
import { ListHead } from '@/components/lists/list-head'
import { isPlainLinkClick, isRowClick } from '@/components/lists/row-clicks'
import type { ListTable } from '@/components/lists/use-list-rows'
import { cx } from '@/components/ui/cx'
import { NARROW_NEED, NARROW_SELECTED, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { GroupRow, Table, Tr } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import { paths } from '@/lib/paths'
import { ORDER_WORDS, RUN_LIST } from '@/lib/runs/filters'
import { type RunLine, runLines } from '@/lib/runs/run-lines'
import type { ListRunsInput, RunSummary } from '@/lib/runs/schema'
import type { RunColumn, RunColumnId } from './run-columns'
import { RunRowCells } from './run-row'
import { useLineWindow } from './use-line-window'

interface RunTableProps extends ListTable<RunSummary> {
  columns: readonly (RunColumn & { id: RunColumnId })[]
  filters: ListRunsInput
  fleet: Fleet
  /** Called before a run is opened, by link or key. */
  onLeave: (id: string) => void
}

const needOf = ({ attention }: RunSummary) => (attention > 1 ? 'bad' : attention > 0 ? 'warn' : undefined)

export function RunTable(props: RunTableProps) {
  const { rows, columns, filters, fleet, marked, arrived, dimmed, onMark, onLeave, onUnread, bodyRef } = props
  const router = useRouter()
  const lines = runLines(rows, filters.sort === 'attention' && filters.cursor === undefined)
  const shown = useLineWindow(lines, bodyRef)
  const ids = lines.flatMap((line) => (line.kind === 'run' ? [line.run.id] : []))
  const open = (id: string) => {
    onLeave(id)
    router.push(paths.run(id, fleet))
  }
  const { rowProps } = useListKeys({
    ids,
    onOpen: open,
    onToggle: (id) => onMark(id === marked ? null : id),
    reveal: (index) => shown.reveal(lines.findIndex((line) => line.key === ids[index])),
  })
  const line = (each: RunLine) =>
    each.kind === 'group' ? (
      <GroupRow key={each.key} title={each.title} about={each.about} />
    ) : (
      <Tr
        key={each.key}
        {...rowProps(each.run.id)}
        data-run={each.run.id}
        need={needOf(each.run)}
        selected={marked === each.run.id}
        onClickCapture={(event) => isPlainLinkClick(event) && onLeave(each.run.id)}
        onClick={(event) => isRowClick(event) && open(each.run.id)}
        className={cx(
          NARROW_TWO,
          marked === each.run.id ? NARROW_SELECTED : NARROW_NEED[needOf(each.run) ?? 'none'],
          arrived.has(each.run.id) && 'just-arrived',
        )}
      >
        <RunRowCells run={each.run} columns={columns} fleet={fleet} />
      </Tr>
    )
  return (
    <Table label="Runs" edge fixed className={cx(NARROW_TABLE, dimmed && 'opacity-60')}>
      <ListHead
        columns={columns}
        sorted={filters.sort}
        unsorted="attention"
        words={ORDER_WORDS}
        hrefOf={(sort) => RUN_LIST.href({ filters: RUN_LIST.change(filters, { sort }) }, fleet)}
      />
      <tbody ref={bodyRef} className="max-md:block" onPointerLeave={onUnread} onBlur={onUnread}>
        <Spacer height={shown.before} />
        {shown.lines.map(line)}
        <Spacer height={shown.after} />
      </tbody>
    </Table>
  )
}

/** Stands for the rows that are not drawn. A picture without a mark, because inline styles are refused. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr className="max-md:block">
      <td className="p-0! max-md:block">
        <svg width="1" height={height} aria-hidden="true" className="block" />
      </td>
    </tr>
  )
}
