import type { RunSort } from '@/lib/runs/filters'

export interface RunColumn {
  id: string
  header: string
  /** The order its header gives. */
  sort?: RunSort
  direction?: 'ascending' | 'descending'
  numeric?: boolean
  /** Share of the width; and where it stands, or not, in the two or three lines of a narrow screen. */
  className: string
  narrow: string
  /** Cannot be hidden: it identifies the row. */
  fixed?: boolean
}

const GONE = 'max-md:hidden'

/** One line a column. On narrow screens a row is a grid of two columns, in the same reading order. */
const RUN_COLUMNS = [
  {
    id: 'run',
    header: 'Run',
    sort: 'name',
    direction: 'ascending',
    className: 'w-[19.4%]',
    narrow: 'max-md:order-1',
    fixed: true,
  },
  { id: 'system', header: 'System', className: 'w-[6.8%]', narrow: GONE },
  { id: 'evidence', header: 'Evidence says', className: 'w-[9.6%]', narrow: 'max-md:order-3' },
  { id: 'said', header: 'Source said', className: 'w-[7.2%]', narrow: 'max-md:order-5' },
  {
    id: 'phases',
    header: 'Phases done',
    sort: 'failed',
    direction: 'descending',
    numeric: true,
    className: 'w-[9.6%]',
    narrow: 'max-md:order-6',
  },
  {
    id: 'tokens',
    header: 'Tokens',
    sort: 'tokens',
    direction: 'descending',
    numeric: true,
    className: 'w-[7.4%]',
    narrow: 'max-md:order-4',
  },
  {
    id: 'cost',
    header: 'Cost',
    sort: 'cost',
    direction: 'descending',
    numeric: true,
    className: 'w-[5%]',
    narrow: GONE,
  },
  {
    id: 'duration',
    header: 'Duration',
    sort: 'duration',
    direction: 'descending',
    numeric: true,
    className: 'w-[8.4%]',
    narrow: GONE,
  },
  { id: 'model', header: 'Model', className: 'w-[8.6%]', narrow: GONE },
  { id: 'flags', header: 'Flags', className: 'w-[12.4%]', narrow: GONE },
  {
    id: 'last',
    header: 'Last evidence',
    sort: 'lastEvidence',
    direction: 'descending',
    numeric: true,
    className: 'w-[10%]',
    narrow: 'max-md:order-2 max-md:text-12',
  },
] as const satisfies readonly RunColumn[]

export type RunColumnId = (typeof RUN_COLUMNS)[number]['id']

/** The same list, wide enough in type for the optional fields. */
export const ALL_COLUMNS: readonly (RunColumn & { id: RunColumnId })[] = RUN_COLUMNS
