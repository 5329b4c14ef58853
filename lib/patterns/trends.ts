/** Where a pattern is going: computed from its days, never set. Apart from how, which brings statistics along. */
export const TRENDS = ['new', 'escalating', 'steady', 'falling', 'silent'] as const
export type Trend = (typeof TRENDS)[number]
