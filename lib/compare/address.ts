import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'

export const SIDES = ['control', 'treatment'] as const
export type Side = (typeof SIDES)[number]

/** Which runs a page compares; the address holds all of it. */
export type CompareAddress = Readonly<Record<Side, string | null>>

const one = (value: string | string[] | null | undefined): string | null => {
  const text = Array.isArray(value) ? value[0] : value
  return text === undefined || text === null || text === '' || text.length > 2_000 ? null : text
}

/** What the query of the page says; damaged values count as not chosen. */
export function compareAddressOf(query: Readonly<Record<Side, string | string[] | null | undefined>>): CompareAddress {
  return { control: one(query.control), treatment: one(query.treatment) }
}

export const compareHref = (address: CompareAddress, fleet: Fleet): string => paths.compare(fleet, { ...address })

/** The same two runs, each in the place of the other. */
export const swapped = ({ control, treatment }: CompareAddress): CompareAddress => ({
  control: treatment,
  treatment: control,
})
