import type { JobSort } from '@/lib/jobs/filters'

export interface JobColumn {
  id: string
  header: string
  /** The order its header gives. */
  sort?: JobSort
  direction?: 'ascending' | 'descending'
  numeric?: boolean
  /** Its width, the first takes the rest; and where it stands, or not, in the lines of a narrow screen. */
  className: string
  narrow: string
}

/** What gives way first when the window is narrow, so that no number is ever cut. */
const IF_WIDE = 'max-[1399px]:hidden'
const IF_ROOM = 'max-xl:hidden'
/** Gone between a phone, which has room below, and a wide window. */
const NOT_BETWEEN = 'md:max-lg:hidden'
const FROM_MEDIUM = 'md:max-[1199px]:hidden'
const ONLY_WIDE_OR_PHONE = 'md:max-xl:hidden'

const COLUMNS = [
  { id: 'job', header: 'Job', sort: 'name', direction: 'ascending', className: '', narrow: 'max-md:order-1' },
  {
    id: 'type',
    header: 'Type',
    className: `w-42 ${ONLY_WIDE_OR_PHONE}`,
    narrow: `${ONLY_WIDE_OR_PHONE} max-md:order-5 max-md:text-12`,
  },
  { id: 'evidence', header: 'Evidence says', className: 'w-33', narrow: 'max-md:order-3' },
  {
    id: 'runs',
    header: 'Runs done',
    numeric: true,
    className: `w-29 ${NOT_BETWEEN}`,
    narrow: `${NOT_BETWEEN} max-md:order-6`,
  },
  {
    id: 'score',
    header: 'Best score',
    sort: 'score',
    numeric: true,
    className: `w-29 ${FROM_MEDIUM}`,
    narrow: `${FROM_MEDIUM} max-md:order-7 max-md:text-left`,
  },
  {
    id: 'results',
    header: 'Resolved',
    numeric: true,
    className: `w-21 ${FROM_MEDIUM}`,
    narrow: `${FROM_MEDIUM} max-md:order-8 max-md:text-left`,
  },
  { id: 'tokens', header: 'Tokens', sort: 'tokens', numeric: true, className: 'w-25', narrow: 'max-md:order-4' },
  { id: 'cost', header: 'Cost', numeric: true, className: `w-19 ${IF_ROOM}`, narrow: IF_ROOM },
  { id: 'flags', header: 'Flags', className: `w-29 ${IF_WIDE}`, narrow: IF_WIDE },
  {
    id: 'last',
    header: 'Last evidence',
    sort: 'lastEvidence',
    numeric: true,
    className: 'w-29',
    narrow: 'max-md:order-2 max-md:text-12',
  },
] as const satisfies readonly JobColumn[]

export type JobColumnId = (typeof COLUMNS)[number]['id']

/** One line a column. On narrow screens a row is a grid of two columns, in the same reading order. */
export const JOB_COLUMNS: readonly (JobColumn & { id: JobColumnId })[] = COLUMNS
