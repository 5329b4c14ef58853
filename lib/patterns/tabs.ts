import { PATTERN_LIST } from './filters'
import { LANES, type Lane } from './pattern-states'
import type { ListPatternsInput } from './schema'
import { LANE_WORDS } from './words'

interface PatternTab {
  id: 'all' | Lane
  label: string
  lane: Lane | undefined
}

/** A tab a lane, and one for all of them in groups. Their counts follow the filters, so the filters stay. */
export const PATTERN_TABS: readonly PatternTab[] = [
  { id: 'all', label: 'All', lane: undefined },
  ...LANES.map((lane) => ({ id: lane, label: LANE_WORDS[lane].label, lane })),
]

export const tabOf = ({ lane }: ListPatternsInput): PatternTab =>
  PATTERN_TABS.find((tab) => tab.lane === lane) ?? { id: 'all', label: 'All', lane: undefined }

export const tabFilters = (filters: ListPatternsInput, { lane }: PatternTab): ListPatternsInput =>
  PATTERN_LIST.change(filters, { lane })
