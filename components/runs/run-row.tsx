'use client'

import { memo } from 'react'
import { cx } from '@/components/ui/cx'
import { Td } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import type { RunSummary } from '@/lib/runs/schema'
import { RUN_CELLS } from './run-cells'
import type { RunColumn, RunColumnId } from './run-columns'

/** A row of two columns on narrow screens; a table row above. */
export const NARROW_ROW =
  'max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-2 max-md:gap-y-0.5 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2'
const NARROW_CELL = 'max-md:h-auto max-md:border-0 max-md:p-0!'

interface RunCellsProps {
  run: RunSummary
  columns: readonly (RunColumn & { id: RunColumnId })[]
  fleet: Fleet
}

/** Drawn again only when the run or the columns changed: a poll that brings nothing new costs nothing. */
export const RunRowCells = memo(function RunRowCells({ run, columns, fleet }: RunCellsProps) {
  return columns.map(({ id, numeric, narrow }) => {
    const Cell = RUN_CELLS[id]
    return (
      <Td key={id} numeric={numeric ?? false} className={cx('overflow-hidden text-ellipsis', NARROW_CELL, narrow)}>
        <Cell run={run} fleet={fleet} />
      </Td>
    )
  })
})
