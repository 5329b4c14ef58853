import type { SessionSort } from '@/lib/sessions/filters'

export interface SessionColumn {
  id: string
  header: string
  /** The order its header gives. */
  sort?: SessionSort
  numeric?: boolean
  /** Its width, the first takes the rest; and where it stands, or not, in the two lines of a narrow screen. */
  className: string
  narrow: string
}

const GONE = 'max-md:hidden'
/** What gives way first when the window is narrow, so that no number is ever cut. */
const IF_WIDE = 'max-[1399px]:hidden'
const IF_ROOM = 'max-xl:hidden'
const IF_MEDIUM = 'max-[1099px]:hidden'
const IF_LARGE = 'max-lg:hidden'

const COLUMNS = [
  { id: 'session', header: 'Session', className: '', narrow: 'max-md:order-1' },
  { id: 'system', header: 'System', className: `w-39 ${IF_MEDIUM}`, narrow: IF_MEDIUM },
  { id: 'evidence', header: 'Evidence says', className: 'w-27', narrow: 'max-md:order-3' },
  { id: 'model', header: 'Model', className: `w-25 ${IF_ROOM}`, narrow: IF_ROOM },
  { id: 'project', header: 'Project', className: `w-25 ${IF_WIDE}`, narrow: IF_WIDE },
  {
    id: 'failures',
    header: 'Failed calls',
    sort: 'failures',
    numeric: true,
    className: `w-22 ${IF_LARGE}`,
    narrow: IF_LARGE,
  },
  { id: 'denials', header: 'Denied', numeric: true, className: `w-15 ${IF_MEDIUM}`, narrow: IF_MEDIUM },
  { id: 'agents', header: 'Sub-agents', numeric: true, className: `w-21 ${IF_ROOM}`, narrow: IF_ROOM },
  { id: 'tokens', header: 'Tokens', sort: 'tokens', numeric: true, className: 'w-28', narrow: 'max-md:order-4' },
  { id: 'cost', header: 'Cost', sort: 'cost', numeric: true, className: 'w-21', narrow: GONE },
  {
    id: 'last',
    header: 'Last',
    sort: 'lastEvidence',
    numeric: true,
    className: 'w-30',
    narrow: 'max-md:order-2 max-md:text-12',
  },
] as const satisfies readonly SessionColumn[]

export type SessionColumnId = (typeof COLUMNS)[number]['id']

/** One line a column. On narrow screens a row is a grid of two columns, in the same reading order. */
export const SESSION_COLUMNS: readonly (SessionColumn & { id: SessionColumnId })[] = COLUMNS
