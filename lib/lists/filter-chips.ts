import type { Arranged, ListAddress } from './list-address'

export interface FilterChip<Filters> {
  /** Also the React key. */
  key: string
  /** "status is", then the value in bold. */
  label: string
  value: string
  without: Filters
}

/** How each filter is told. A filter without an entry is told elsewhere. */
export type ChipTexts<Filters> = {
  [K in keyof Filters]?: (value: NonNullable<Filters[K]>) => [label: string, value: string]
}

/**
 * A chip for every filter that is set.
 * @param told filters that something else on the page tells, such as the tab
 */
export function chipsOf<Filters extends Arranged>(
  address: ListAddress<Filters>,
  texts: ChipTexts<Filters>,
  filters: Filters,
  told: readonly string[],
): FilterChip<Filters>[] {
  const chipOf = <K extends keyof Filters & string>(key: K): FilterChip<Filters>[] => {
    const value = filters[key]
    const text = texts[key]
    if (value === undefined || value === null || !text) return []
    const [label, shown] = text(value)
    return [{ key, label, value: shown, without: address.without(filters, key) }]
  }
  return (Object.keys(texts) as (keyof Filters & string)[]).filter((key) => !told.includes(key)).flatMap(chipOf)
}
