import { cx } from '@/components/ui/cx'
import { Table, Td, Th, Tr } from '@/components/ui/table'

/** A bar where text will stand; give it the width of the text (`w-24`). Shows after 200 ms. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx('appear-late inline-block h-2.5 rounded-[3px] bg-line', className ?? 'w-16')}
    />
  )
}

interface SkeletonTableProps {
  label: string
  columns: readonly { header: string; numeric?: boolean; className?: string }[]
  rows?: number
  edge?: boolean
}

/** A table with its final head, widths and row height, and no rows yet. */
export function SkeletonTable({ label, columns, rows = 8, edge = false }: SkeletonTableProps) {
  return (
    <Table label={label} edge={edge} busy>
      <thead>
        <tr>
          {columns.map(({ header, numeric, className }) => (
            <Th key={header} numeric={numeric ?? false} {...(className ? { className } : {})}>
              {header}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
          <Tr key={row}>
            {columns.map(({ header, numeric }, column) => (
              <Td key={header} numeric={numeric ?? false}>
                <Skeleton className={column === 0 ? 'w-40' : 'w-14'} />
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
