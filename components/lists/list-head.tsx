'use client'

import Link from 'next/link'
import { Th } from '@/components/ui/table'

interface ListHeadColumn<Sort extends string> {
  id: string
  header: string
  /** The order its header gives. */
  sort?: Sort
  /** Descending unless it says so. */
  direction?: 'ascending' | 'descending'
  numeric?: boolean
  className: string
}

interface ListHeadProps<Sort extends string> {
  columns: readonly ListHeadColumn<Sort>[]
  sorted: Sort
  /** The order without any choice. */
  unsorted: Sort
  words: Readonly<Record<Sort, string>>
  hrefOf: (sort: Sort | undefined) => string
}

/** Headers that order are links: the order is part of the address. The one in force leads back to the default. */
export function ListHead<Sort extends string>({ columns, sorted, unsorted, words, hrefOf }: ListHeadProps<Sort>) {
  return (
    <thead className="max-md:hidden">
      <tr>
        {columns.map(({ id, header, sort, direction = 'descending', numeric, className }) => {
          const inForce = sort !== undefined && sort === sorted
          return (
            <Th key={id} numeric={numeric ?? false} sorted={inForce ? direction : undefined} className={className}>
              {sort === undefined ? (
                header
              ) : (
                <Link
                  href={hrefOf(inForce ? undefined : sort)}
                  scroll={false}
                  prefetch={false}
                  title={`Order: ${words[inForce ? unsorted : sort]}`}
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
