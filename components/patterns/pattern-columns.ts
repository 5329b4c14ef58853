import type { PatternSort } from '@/lib/patterns/filters'

export interface PatternColumn {
  id: string
  header: string
  /** The order its header gives. */
  sort?: PatternSort
  numeric?: boolean
  /** Its width, the pattern takes the rest; and where it stands, or not, on a narrow screen. */
  className: string
  narrow: string
}

const IF_ROOM = 'max-xl:hidden'
const IF_MEDIUM = 'max-[1099px]:hidden'
const IF_LARGE = 'max-lg:hidden'

const COLUMNS = [
  { id: 'state', header: 'State', className: 'w-36', narrow: 'max-md:order-1 max-md:col-span-2' },
  { id: 'pattern', header: 'Pattern', className: '', narrow: 'max-md:order-3 max-md:col-span-3' },
  { id: 'cause', header: 'Cause', className: `w-21 ${IF_MEDIUM}`, narrow: IF_MEDIUM },
  {
    id: 'days',
    header: '28 days or sessions',
    className: `w-34 ${IF_LARGE}`,
    narrow: 'max-lg:md:hidden max-md:order-4',
  },
  { id: 'times', header: 'Times', sort: 'occurrences', numeric: true, className: 'w-16', narrow: 'max-md:order-2' },
  { id: 'recurrence', header: 'Recurrence', sort: 'told', className: 'w-45', narrow: 'max-md:order-5' },
  {
    id: 'last',
    header: 'Last seen',
    sort: 'lastSeen',
    numeric: true,
    className: `w-21 ${IF_ROOM}`,
    narrow: 'max-xl:md:hidden max-md:order-6 max-md:text-12',
  },
  {
    id: 'action',
    header: 'Action',
    numeric: true,
    className: `w-49 ${IF_LARGE}`,
    narrow: 'max-lg:md:hidden max-md:order-7 max-md:col-span-3',
  },
] as const satisfies readonly PatternColumn[]

export type PatternColumnId = (typeof COLUMNS)[number]['id']

/** One line a column. On narrow screens a row is a grid of three columns, in the same reading order. */
export const PATTERN_COLUMNS: readonly (PatternColumn & { id: PatternColumnId })[] = COLUMNS
