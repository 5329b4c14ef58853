import type { SessionSort } from '@/lib/sessions/filters'

export interface SessionColumn {
  id: string
  header: string
  /** The order its header gives. */
  sort?: SessionSort
  numeric?: boolean
  /** Share of the width; and where it stands, or not, in the two lines of a narrow screen. */
  className: string
  narrow: string
}

const GONE = 'max-md:hidden'

const COLUMNS = [
  { id: 'session', header: 'Session', className: 'w-[22%]', narrow: 'max-md:order-1' },
  { id: 'system', header: 'System', className: 'w-[12.3%]', narrow: GONE },
  { id: 'evidence', header: 'Evidence says', className: 'w-[8.5%]', narrow: 'max-md:order-3' },
  { id: 'model', header: 'Model', className: 'w-[7.5%]', narrow: GONE },
  { id: 'project', header: 'Project', className: 'w-[7.5%]', narrow: GONE },
  {
    id: 'failures',
    header: 'Failed calls',
    sort: 'failures',
    numeric: true,
    className: 'w-[7%]',
    narrow: GONE,
  },
  { id: 'denials', header: 'Denied', numeric: true, className: 'w-[5%]', narrow: GONE },
  { id: 'agents', header: 'Sub-agents', numeric: true, className: 'w-[6.2%]', narrow: GONE },
  { id: 'tokens', header: 'Tokens', sort: 'tokens', numeric: true, className: 'w-[8.5%]', narrow: 'max-md:order-4' },
  { id: 'cost', header: 'Cost', sort: 'cost', numeric: true, className: 'w-[6%]', narrow: GONE },
  {
    id: 'last',
    header: 'Last',
    sort: 'lastEvidence',
    numeric: true,
    className: 'w-[9.5%]',
    narrow: 'max-md:order-2 max-md:text-12',
  },
] as const satisfies readonly SessionColumn[]

export type SessionColumnId = (typeof COLUMNS)[number]['id']

/** One line a column. On narrow screens a row is a grid of two columns, in the same reading order. */
export const SESSION_COLUMNS: readonly (SessionColumn & { id: SessionColumnId })[] = COLUMNS
