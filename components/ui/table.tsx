import type { ComponentProps, ReactNode } from 'react'
import { cx } from '@/components/ui/cx'

/**
 * Rows follow the density of the page (28, 32 or 40 px). `edge` lets the table reach the edges of the page;
 * `fixed` takes column widths from the head (`w-[142px]` on a `Th`), so that nothing moves when rows change.
 * The head sticks below the page header.
 */
interface TableProps {
  children: ReactNode
  label: string
  edge?: boolean
  fixed?: boolean
  className?: string
  busy?: boolean
}

export function Table({ children, label, edge = false, fixed = false, className, busy = false }: TableProps) {
  const table = (
    <table
      aria-label={label}
      aria-busy={busy || undefined}
      className={cx(
        'w-full border-separate border-spacing-0 text-13',
        fixed && 'table-fixed',
        edge && '[&_:is(td,th):first-child]:pl-(--page-x) [&_:is(td,th):last-child]:pr-(--page-x)',
        className,
      )}
    >
      {children}
    </table>
  )
  return edge ? <div className="bleed">{table}</div> : table
}

interface ThProps {
  children?: ReactNode
  numeric?: boolean
  /** Set on the column that orders the rows. */
  sorted?: 'ascending' | 'descending' | undefined
  className?: string
  title?: string
}

export function Th({ children, numeric = false, sorted, className, title }: ThProps) {
  return (
    <th
      scope="col"
      title={title}
      aria-sort={sorted}
      className={cx(
        'layer-sticky sticky top-12 h-8 whitespace-nowrap border-line border-b bg-surface pr-3 text-12 text-2 last:pr-0',
        numeric ? 'text-right' : 'text-left',
        className,
      )}
    >
      {children}
      {sorted ? (
        <span aria-hidden="true" className="pl-1 text-accent">
          {sorted === 'ascending' ? '↑' : '↓'}
        </span>
      ) : null}
    </th>
  )
}

const EDGE = {
  bad: '[&>td:first-child]:shadow-[inset_2px_0_var(--bad)]',
  warn: '[&>td:first-child]:shadow-[inset_2px_0_var(--warn)]',
  info: '[&>td:first-child]:shadow-[inset_2px_0_var(--info)]',
} as const

interface TrProps extends ComponentProps<'tr'> {
  /** A 2 px edge: this row needs someone. */
  need?: keyof typeof EDGE | undefined
  selected?: boolean
}

export function Tr({ need, selected = false, className, ...rest }: TrProps) {
  return (
    <tr
      {...rest}
      className={cx(
        'focus-visible:outline-offset-[-2px] [&:last-child>td]:border-b-transparent',
        selected
          ? '[&>td:first-child]:shadow-[inset_2px_0_var(--accent)] [&>td]:bg-selected'
          : cx('[&:hover>td]:bg-hover', need && EDGE[need]),
        className,
      )}
    />
  )
}

interface TdProps extends Omit<ComponentProps<'td'>, 'title'> {
  numeric?: boolean
  /** Cuts at the end; the caller gives the whole text as title. */
  cut?: boolean
  wrap?: boolean
  title?: string | undefined
}

export function Td({ numeric = false, cut = false, wrap = false, className, ...rest }: TdProps) {
  return (
    <td
      {...rest}
      className={cx(
        'h-(--row) border-line border-b pr-3 align-middle last:pr-0',
        numeric && 'text-right',
        wrap ? 'py-1.5' : 'whitespace-nowrap',
        cut && 'max-w-0 truncate',
        className,
      )}
    />
  )
}

/**
 * A heading inside the table: "**Needs someone** silent, over its cap …". It stands in the first column and its plane
 * reaches over the others: a cell that spans columns would bring hidden ones back.
 */
export function GroupRow({ title, about }: { title: string; about?: string }) {
  return (
    <tr>
      <th
        scope="rowgroup"
        className="relative isolate h-[30px] whitespace-nowrap text-left font-normal text-12 text-2 before:absolute before:inset-y-0 before:left-0 before:-z-1 before:w-screen before:border-line before:border-b before:bg-sunken max-md:whitespace-normal"
      >
        <b className="text-1">{title}</b>
        {about ? <span className="pl-2">{about}</span> : null}
      </th>
    </tr>
  )
}
