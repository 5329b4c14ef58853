'use client'

import { memo } from 'react'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL } from '@/components/ui/narrow-row'
import { Td } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import { sourceSaid } from '@/lib/runs/run-cells'
import type { RunSummary } from '@/lib/runs/schema'
import { RUN_CELLS } from './run-cells'
import type { RunColumn, RunColumnId } from './run-columns'

interface RunCellsProps {
  run: RunSummary
  columns: readonly (RunColumn & { id: RunColumnId })[]
  fleet: Fleet
}

/** Drawn again only when the run or the columns changed: a poll that brings nothing new costs nothing. */
export const RunRowCells = memo(function RunRowCells({ run, columns, fleet }: RunCellsProps) {
  return columns.map(({ id, numeric, narrow }) => {
    const Cell = RUN_CELLS[id]
    const isGone = hidesOnPhone(id, run)
    const className = cx('overflow-hidden text-ellipsis', NARROW_CELL, narrow, isGone && 'max-md:hidden')
    return (
      <Td key={id} numeric={numeric ?? false} className={className}>
        <Cell run={run} fleet={fleet} />
      </Td>
    )
  })
})

/** A conversation has neither a stated state nor phases: on a phone that would be a line of two dashes. */
function hidesOnPhone(id: RunColumnId, run: RunSummary): boolean {
  return (id === 'said' || id === 'phases') && run.phases.total === 0 && sourceSaid(run).kind === 'nothing'
}
