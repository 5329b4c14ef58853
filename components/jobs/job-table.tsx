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
import { JOB_LIST, ORDER_WORDS } from '@/lib/jobs/filters'
import type { JobSummary, ListJobsInput } from '@/lib/jobs/schema'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import { nestedBelow } from '@/lib/lists/nested-below'
import { paths } from '@/lib/paths'
import { JOB_CELLS } from './job-cells'
import { JOB_COLUMNS, type JobColumnId } from './job-columns'

interface JobTableProps extends ListTable<JobSummary> {
  filters: ListJobsInput
  fleet: Fleet
}

export function JobTable(props: JobTableProps) {
  const { rows, filters, fleet, marked, arrived, dimmed, onMark, onUnread, bodyRef } = props
  const router = useRouter()
  const open = (id: string) => {
    onMark(id)
    router.push(paths.job(id, fleet))
  }
  const nested = nestedBelow(rows)
  const { rowProps } = useListKeys({
    ids: rows.map((row) => row.id),
    onOpen: open,
    onToggle: (id) => onMark(id === marked ? null : id),
  })
  return (
    <Table label="Jobs" edge fixed className={cx(NARROW_TABLE, dimmed && 'opacity-60')}>
      <ListHead
        columns={JOB_COLUMNS}
        sorted={filters.sort}
        unsorted="lastEvidence"
        words={ORDER_WORDS}
        hrefOf={(sort) => JOB_LIST.href({ filters: JOB_LIST.change(filters, { sort }) }, fleet)}
      />
      <tbody ref={bodyRef} className="max-md:block" onPointerLeave={onUnread} onBlur={onUnread}>
        {rows.map((job, index) => (
          <Tr
            key={job.id}
            {...rowProps(job.id)}
            data-job={job.id}
            need={job.conflict ? 'warn' : undefined}
            selected={marked === job.id}
            onClickCapture={(event) => isPlainLinkClick(event) && onMark(job.id)}
            onClick={(event) => isRowClick(event) && open(job.id)}
            className={cx(NARROW_TWO, marked === job.id && NARROW_SELECTED, arrived.has(job.id) && 'just-arrived')}
          >
            <Cells job={job} fleet={fleet} nested={nested[index] ?? false} />
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** Drawn again only when the job changed: a poll that brings nothing new costs nothing. */
const Cells = memo(function Cells(props: { job: JobSummary; fleet: Fleet; nested: boolean }) {
  return JOB_COLUMNS.map(({ id, numeric, narrow }) => {
    const Cell = JOB_CELLS[id]
    const place = cx(narrow, isEmpty(id, props.job) && 'max-md:hidden')
    return (
      <Td key={id} numeric={numeric ?? false} className={cx('overflow-hidden text-ellipsis', NARROW_CELL, place)}>
        <Cell {...props} />
      </Td>
    )
  })
})

/** Scores and results that a job does not have take no line on a phone. */
function isEmpty(id: JobColumnId, { bestScore, results }: JobSummary): boolean {
  return (id === 'score' && bestScore === null) || (id === 'results' && results.total === 0)
}
