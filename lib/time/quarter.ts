import type { Iso } from './iso'

/** The start of a moment's quarter of an hour in UTC, `YYYY-MM-DDTHH:mm`. Text order is time order. */
export function quarterOf(at: Iso): string {
  const minutes = at.slice(14, 16)
  const start = minutes < '15' ? '00' : minutes < '30' ? '15' : minutes < '45' ? '30' : '45'
  return `${at.slice(0, 14)}${start}`
}
