import { stableHash } from '@/lib/sources/stable-hash'
import { parseTime } from '@/lib/time/iso'

/** A foreign object: nothing in it is believed before it is looked at. */
export type Fields = Readonly<Record<string, unknown>>

/** Longer ids are no ids anybody wrote on purpose; their hash still tells them apart. */
const ID_MAX = 300

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectOf = (value: unknown): Fields | null => (isObject(value) ? value : null)

/** Text that is not empty. */
export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A number as it stands; null for what is none or not finite. */
export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

/** An id: text that is not blank; of one that is absurdly long its hash. */
export function idOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.trim() === '') return null
  return value.length <= ID_MAX ? value : `long-${stableHash([value])}`
}

/** The first line that is not blank, cut to `max` characters; null when there is none. */
export function firstLine(text: string | null, max: number): string | null {
  if (text === null) return null
  for (const line of text.slice(0, max * 20).split('\n', 50)) {
    const trimmed = line.trim()
    if (trimmed !== '') return trimmed.slice(0, max).toWellFormed()
  }
  return null
}

/** A recorded time, and the flags that say what was wrong with it. */
export function timeOf(value: unknown): { at: string | null; flags: readonly string[] } {
  if (value === undefined || value === null) return NO_TIME
  if (typeof value === 'string' && STORED_FORM.test(value)) return { at: value, flags: NO_TIME.flags }
  const time = typeof value === 'string' && value.length <= 100 ? parseTime(value) : null
  if (time === null) return BAD_TIME
  return { at: time.iso, flags: time.zoneKnown ? NO_TIME.flags : ['zone_unknown'] }
}

/** Nearly all times already have the form they are stored in; which days the last days of a month are is asked elsewhere. */
const STORED_FORM = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

const NO_TIME = { at: null, flags: [] as readonly string[] }
const BAD_TIME = { at: null, flags: ['time_unreadable'] }
