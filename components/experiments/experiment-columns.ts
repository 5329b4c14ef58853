export interface ExperimentColumn {
  id: string
  header: string
  numeric?: boolean
  /** Its width, the one of the verdict takes the rest; and where it stands in the lines of a narrow screen. */
  className: string
  narrow: string
}

const IF_ROOM = 'max-xl:hidden'
const FROM_MEDIUM = 'md:max-[1199px]:hidden'

const COLUMNS = [
  { id: 'name', header: 'Experiment', className: 'w-56', narrow: 'max-md:order-1' },
  { id: 'outcome', header: 'Treatment', className: 'w-29', narrow: 'max-md:order-2 max-md:justify-self-end' },
  { id: 'verdict', header: 'Verdict', className: '', narrow: 'max-md:order-3 max-md:col-span-2 max-md:text-12' },
  {
    id: 'arms',
    header: 'Control → treatment',
    className: `w-56 ${IF_ROOM}`,
    narrow: `${IF_ROOM} max-md:order-4 max-md:col-span-2 max-md:text-12`,
  },
  { id: 'metric', header: 'Metric', className: `w-19 ${FROM_MEDIUM}`, narrow: `${FROM_MEDIUM} max-md:order-5` },
  { id: 'pairs', header: 'Pairs', numeric: true, className: 'w-21', narrow: 'max-md:order-6' },
  {
    id: 'origin',
    header: 'From',
    className: `w-29 ${FROM_MEDIUM}`,
    narrow: `${FROM_MEDIUM} max-md:order-7 max-md:text-12`,
  },
  {
    id: 'computed',
    header: 'Computed',
    numeric: true,
    className: 'w-25',
    narrow: 'max-md:order-8 max-md:text-12',
  },
] as const satisfies readonly ExperimentColumn[]

export type ExperimentColumnId = (typeof COLUMNS)[number]['id']

/** One line a column. On narrow screens a row is a grid of two columns, in the same reading order. */
export const EXPERIMENT_COLUMNS: readonly (ExperimentColumn & { id: ExperimentColumnId })[] = COLUMNS
