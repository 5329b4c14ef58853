import type { RunSort } from '@/lib/runs/filters'

export interface RunColumn {
  id: string
  header: string
  /** The order its header gives. */
  sort?: RunSort
  direction?: 'ascending' | 'descending'
  numeric?: boolean
  /** Its width, the first takes the rest; and where it stands, or not, in the two or three lines of a narrow screen. */
  className: string
  narrow: string
  /** Cannot be hidden: it identifies the row. */
  fixed?: boolean
}

const GONE = 'max-md:hidden'
/** What gives way first when the window is narrow, so that no number is ever cut. */
const IF_WIDE = 'max-[1399px]:hidden'
const IF_ROOM = 'max-xl:hidden'
const IF_MEDIUM = 'max-[1199px]:hidden'
/** Gone between a phone, which has room below, and a wide window. */
const NOT_BETWEEN = 'md:max-lg:hidden'

/** One line a column. On narrow screens a row is a grid of two columns, in the same reading order. */
const RUN_COLUMNS = [
  {
    id: 'run',
    header: 'Run',
    sort: 'name',
    direction: 'ascending',
    className: '',
    narrow: 'max-md:order-1',
    fixed: true,
  },
  { id: 'system', header: 'System', className: `w-26 ${IF_MEDIUM}`, narrow: IF_MEDIUM },
  { id: 'evidence', header: 'Evidence says', className: 'w-27', narrow: 'max-md:order-3' },
  { id: 'said', header: 'Source said', className: `w-22 ${NOT_BETWEEN}`, narrow: `max-md:order-5 ${NOT_BETWEEN}` },
  {
    id: 'phases',
    header: 'Phases done',
    sort: 'failed',
    direction: 'descending',
    numeric: true,
    className: `w-25 ${NOT_BETWEEN}`,
    narrow: `max-md:order-6 ${NOT_BETWEEN}`,
  },
  {
    id: 'tokens',
    header: 'Tokens',
    sort: 'tokens',
    direction: 'descending',
    numeric: true,
    className: 'w-27',
    narrow: 'max-md:order-4',
  },
  {
    id: 'cost',
    header: 'Cost',
    sort: 'cost',
    direction: 'descending',
    numeric: true,
    className: 'w-21',
    narrow: GONE,
  },
  {
    id: 'duration',
    header: 'Duration',
    sort: 'duration',
    direction: 'descending',
    numeric: true,
    className: `w-24 ${IF_MEDIUM}`,
    narrow: IF_MEDIUM,
  },
  { id: 'model', header: 'Model', className: `w-25 ${IF_ROOM}`, narrow: IF_ROOM },
  { id: 'flags', header: 'Flags', className: `w-30 ${IF_WIDE}`, narrow: IF_WIDE },
  {
    id: 'last',
    header: 'Last evidence',
    sort: 'lastEvidence',
    direction: 'descending',
    numeric: true,
    className: 'w-30',
    narrow: 'max-md:order-2 max-md:text-12',
  },
] as const satisfies readonly RunColumn[]

export type RunColumnId = (typeof RUN_COLUMNS)[number]['id']

/** The same list, wide enough in type for the optional fields. */
export const ALL_COLUMNS: readonly (RunColumn & { id: RunColumnId })[] = RUN_COLUMNS
