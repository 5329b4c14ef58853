import { dayText, NBSP } from '@/lib/time/format'

/** The window of a list: `from` is inside, `to` is the first moment after it. */

const DAY_MS = 86_400_000
const isMidnight = (iso: string) => iso.endsWith('T00:00:00.000Z')

/** "17 Nov 2025", with the time when it is not the start of a day. */
function momentText(iso: string): string {
  const date = new Date(iso)
  const day = `${dayText(date)} ${date.getUTCFullYear()}`
  return isMidnight(iso) ? day : `${day} ${iso.slice(11, 16)}${NBSP}UTC`
}

/** `to` excludes its moment: up to 27 Dec 00:00 is said "to 26 Dec". */
function lastDayText(iso: string): string {
  return isMidnight(iso) ? momentText(new Date(Date.parse(iso) - DAY_MS).toISOString()) : momentText(iso)
}

/** The day after, for `to` of a form whose last day is meant to be inside. */
export function endOfDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString()
}

/** The last day inside, as a date field shows it. */
export function dayBefore(iso: string): string {
  return new Date(Date.parse(iso) - (isMidnight(iso) ? DAY_MS : 0)).toISOString().slice(0, 10)
}

/** The window as the two parts of a chip: "from", "17 Nov 2025 to 26 Dec 2025". */
export function spanText(from: string | undefined, to: string | undefined): [label: string, value: string] {
  if (from === undefined) return ['up', `to ${lastDayText(to ?? '')}`]
  return ['from', to === undefined ? momentText(from) : `${momentText(from)} to ${lastDayText(to)}`]
}

/** The fields of a form of filters, in which `to` names the last day inside. */
export function formFields(form: FormData): [name: string, value: FormDataEntryValue][] {
  return Array.from(form, ([key, value]) => [
    key,
    key === 'to' && typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? endOfDay(value) : value,
  ])
}
