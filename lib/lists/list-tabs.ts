import type { Arranged, ListAddress } from './list-address'

/** A tab above a list: a filter with a name, and a count that goes by its id. */
export interface ListTab<Filters, Id extends string> {
  id: Id | 'all'
  label: string
  filter: Partial<Filters>
}

/**
 * The tabs above one list, "All" first.
 * @param narrowed the others, in order of precedence: filters are in the first whose filter is set
 */
export function listTabs<Filters extends Arranged, Id extends string>(
  address: ListAddress<Filters>,
  narrowed: readonly ListTab<Filters, Id>[],
) {
  const all: ListTab<Filters, Id> = { id: 'all', label: 'All', filter: {} }
  const holds = (filters: Filters, filter: Partial<Filters>) =>
    address.narrowing.every((key) => filter[key] === undefined || filter[key] === filters[key])
  return {
    tabs: [all, ...narrowed] as const,
    tabOf: (filters: Filters) => narrowed.find(({ filter }) => holds(filters, filter)) ?? all,
    /** A tab shows what its count says, so other filters go; the order stays. */
    filtersOf: ({ filter }: ListTab<Filters, Id>, filters: Filters) => address.change(address.reset(filters), filter),
  }
}
