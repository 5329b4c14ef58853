'use client'

import Link from 'next/link'
import { Th } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import { change, ORDER_WORDS, runsHref } from '@/lib/runs/filters'
import type { ListRunsInput } from '@/lib/runs/schema'
import type { RunColumn } from './run-columns'

interface RunTableHeadProps {
  columns: readonly RunColumn[]
  filters: ListRunsInput
  fleet: Fleet
}

/** Headers that order are links: the order is part of the address. The one in force leads back to the default. */
export function RunTableHead({ columns, filters, fleet }: RunTableHeadProps) {
  return (
    <thead className="max-md:hidden">
      <tr>
        {columns.map(({ id, header, sort, direction, numeric, className }) => {
          const sorted = sort !== undefined && filters.sort === sort
          return (
            <Th key={id} numeric={numeric ?? false} sorted={sorted ? direction : undefined} className={className}>
              {sort === undefined ? (
                header
              ) : (
                <Link
                  href={runsHref({ filters: change(filters, { sort: sorted ? undefined : sort }) }, fleet)}
                  scroll={false}
                  prefetch={false}
                  title={`Order: ${ORDER_WORDS[sorted ? 'attention' : sort]}`}
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
