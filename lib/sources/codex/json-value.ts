import { parseTime } from '@/lib/time/iso'

/** Whatever a line may hold: every field is looked at before it is believed. */
export type Json = Record<string, unknown>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An own field; keys such as `__proto__` reach nothing else. */
export const fieldOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

export function objectOf(value: unknown, name: string): Json | null {
  const field = fieldOf(value, name)
  return isObject(field) ? field : null
}

/** Text that holds something; null for all else. */
export function textOf(value: unknown, name: string): string | null {
  const field = fieldOf(value, name)
  return typeof field === 'string' && field.trim() !== '' ? field : null
}

export function listOf(value: unknown, name: string): readonly unknown[] {
  const field = fieldOf(value, name)
  return Array.isArray(field) ? field : []
}

export function integerOf(value: unknown, name: string): number | null {
  const field = fieldOf(value, name)
  return typeof field === 'number' && Number.isSafeInteger(field) ? field : null
}

/** A time as stored text, or null. */
export function timeOf(value: unknown, name: string): string | null {
  const field = textOf(value, name)
  if (field === null) return null
  // The form Codex writes is the stored form; only others are worth a parse.
  return STORED.test(field) && !Number.isNaN(Date.parse(field)) ? field : (parseTime(field)?.iso ?? null)
}

const STORED = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/
const LINE_MAX = 200

/** The first line of a text that holds something, cut to what a title can hold. */
export function firstLine(text: string | null, max = LINE_MAX): string | null {
  if (text === null) return null
  const head = text.slice(0, 8 * max).trimStart()
  const line = head.split('\n', 1)[0]?.trim() ?? ''
  if (line === '') return null
  return line.length > max ? `${line.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line
}
