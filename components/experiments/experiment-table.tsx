'use client'

import { useRouter } from 'next/navigation'
import { memo } from 'react'
import { ListHead } from '@/components/lists/list-head'
import { isPlainLinkClick, isRowClick } from '@/components/lists/row-clicks'
import type { ListTable } from '@/components/lists/use-list-rows'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_SELECTED, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { Table, Td, Tr } from '@/components/ui/table'
import type { ExperimentSummary } from '@/lib/experiments/experiment-schema'
import { EXPERIMENT_LIST, type ExperimentFilters, ORDER_WORDS } from '@/lib/experiments/filters'
import type { Fleet } from '@/lib/http/wire'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import { paths } from '@/lib/paths'
import { EXPERIMENT_CELLS } from './experiment-cells'
import { EXPERIMENT_COLUMNS } from './experiment-columns'

interface ExperimentTableProps extends ListTable<ExperimentSummary> {
  filters: ExperimentFilters
  fleet: Fleet
}

export function ExperimentTable(props: ExperimentTableProps) {
  const { rows, filters, fleet, marked, arrived, dimmed, onMark, onUnread, bodyRef } = props
  const router = useRouter()
  const open = (id: string) => {
    onMark(id)
    router.push(paths.experiment(id, fleet))
  }
  const { rowProps } = useListKeys({
    ids: rows.map((row) => row.id),
    onOpen: open,
    onToggle: (id) => onMark(id === marked ? null : id),
  })
  return (
    <Table label="Experiments" edge fixed className={cx(NARROW_TABLE, dimmed && 'opacity-60')}>
      <ListHead
        columns={EXPERIMENT_COLUMNS}
        sorted={filters.sort}
        unsorted="newest"
        words={ORDER_WORDS}
        hrefOf={() => EXPERIMENT_LIST.href({ filters }, fleet)}
      />
      <tbody ref={bodyRef} className="max-md:block" onPointerLeave={onUnread} onBlur={onUnread}>
        {rows.map((experiment) => (
          <Tr
            key={experiment.id}
            {...rowProps(experiment.id)}
            data-experiment={experiment.id}
            selected={marked === experiment.id}
            onClickCapture={(event) => isPlainLinkClick(event) && onMark(experiment.id)}
            onClick={(event) => isRowClick(event) && open(experiment.id)}
            className={cx(
              NARROW_TWO,
              marked === experiment.id && NARROW_SELECTED,
              arrived.has(experiment.id) && 'just-arrived',
            )}
          >
            <Cells experiment={experiment} fleet={fleet} />
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** Drawn again only when the experiment changed: a poll that brings nothing new costs nothing. */
const Cells = memo(function Cells(props: { experiment: ExperimentSummary; fleet: Fleet }) {
  return EXPERIMENT_COLUMNS.map(({ id, numeric, narrow }) => {
    const Cell = EXPERIMENT_CELLS[id]
    return (
      <Td key={id} numeric={numeric ?? false} className={cx('overflow-hidden text-ellipsis', NARROW_CELL, narrow)}>
        <Cell {...props} />
      </Td>
    )
  })
})
