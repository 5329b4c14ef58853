import { firstLine, isObject, type Json } from '@/lib/sources/codex/json-value'
import { picoOf } from '@/lib/sources/dollars'
import { jsonText } from '@/lib/sources/json-text'
import { stableHash } from '@/lib/sources/stable-hash'
import { isoFromMs, parseTime } from '@/lib/time/iso'

/** Longer ids are no ids anybody wrote on purpose; their hash still tells them apart. */
const ID_MAX = 200
/** No count of tokens of one record is larger; what is larger is a mistake. */
const COUNT_MAX = 10 ** 13
/** Longer text or larger structures of fields that nobody reads are not kept; the raw record has them. */
const KEPT_MAX = 262_144

/** An id as text: text that is not blank, or a whole number; of one that is absurdly long its hash. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null
  if (typeof value !== 'string' || value.trim() === '') return null
  return value.length <= ID_MAX ? value.trim() : `long-${stableHash([value])}`
}

/**
 * The fields of one foreign object, each looked at before it is believed. What is missing reads as null; a value of the
 * wrong kind reads as null and leaves a flag, so that nothing is guessed and nothing is silent.
 */
export class JsonCells {
  readonly flags = new Set<string>()

  readonly fields: Json

  /** Of what is no object: nothing. */
  constructor(value: unknown) {
    this.fields = isObject(value) ? value : {}
  }

  private unreadable(flag: string): null {
    this.flags.add(flag)
    return null
  }

  /** The first of these own fields that holds something. */
  private value(names: readonly string[]): unknown {
    for (const name of names) {
      const value = Object.hasOwn(this.fields, name) ? this.fields[name] : null
      if (value !== null && value !== undefined && value !== '') return value
    }
    return null
  }

  has(...names: string[]): boolean {
    return this.value(names) !== null
  }

  /** The field as it stands. */
  raw(name: string): unknown {
    return Object.hasOwn(this.fields, name) ? this.fields[name] : undefined
  }

  key(...names: string[]): string | null {
    return idOf(this.value(names))
  }

  /** Text as it stands; numbers and booleans as they are written, structures as nothing, flagged. */
  text(...names: string[]): string | null {
    const value = this.value(names)
    if (typeof value === 'string') return value.trim() === '' ? null : value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    return value === null ? null : this.unreadable('invalid_text')
  }

  /** A message: text, or an object that holds one. */
  message(...names: string[]): string | null {
    const value = this.value(names)
    if (!isObject(value)) return this.text(...names)
    const inner = new JsonCells(value)
    return inner.text('message', 'detail', 'error', 'code') ?? JSON.stringify(value).slice(0, 2_000)
  }

  line(...names: string[]): string | null {
    return firstLine(this.text(...names))
  }

  object(...names: string[]): Json | null {
    const value = this.value(names)
    return isObject(value) ? value : null
  }

  /** An object that is stored as it stands: one that is nested too deep or absurdly large is told, not kept. */
  stored(...names: string[]): Json | null {
    const value = this.object(...names)
    const kept = value === null ? null : this.kept(value)
    return isObject(kept) ? kept : kept === null ? null : { note: kept }
  }

  cells(...names: string[]): JsonCells {
    return new JsonCells(this.value(names))
  }

  list(...names: string[]): readonly unknown[] {
    const value = this.value(names)
    return Array.isArray(value) ? value : []
  }

  bool(...names: string[]): boolean | null {
    const value = this.value(names)
    return typeof value === 'boolean' || value === null ? value : this.unreadable('number_unreadable')
  }

  /** A finite number; digits in quotes count as one. */
  number(...names: string[]): number | null {
    const value = this.value(names)
    if (value === null) return null
    const number = typeof value === 'string' ? numberFromText(value) : value
    if (typeof number === 'number' && Number.isFinite(number)) return number
    return this.unreadable('number_unreadable')
  }

  whole(...names: string[]): number | null {
    const number = this.number(...names)
    if (number === null || Number.isSafeInteger(number)) return number
    return this.unreadable('number_unreadable')
  }

  /** Tokens; negative, broken or absurdly large ones are not believed. */
  tokens(...names: string[]): bigint | null {
    const number = this.number(...names)
    if (number === null) return null
    if (Number.isSafeInteger(number) && number >= 0 && number <= COUNT_MAX) return BigInt(number)
    return this.unreadable('tokens_implausible')
  }

  /** Money in US dollars, as picodollars. */
  usd(...names: string[]): bigint | null {
    const number = this.number(...names)
    const pico = picoOf(number)
    if (number !== null && pico === null) this.flags.add('number_unreadable')
    return pico
  }

  /** A time in any of the forms that are written: ISO, `20260116_131752`, seconds or milliseconds
   * since the epoch. Without a zone it is UTC, and flagged. */
  time(...names: string[]): string | null {
    const value = this.value(names)
    if (value === null) return null
    const time = typeof value === 'number' ? epochTime(value) : typeof value === 'string' ? timeFromText(value) : null
    if (time === null) this.flags.add('time_unreadable')
    else if (!time.zoneKnown) this.flags.add('zone_unknown')
    return time?.iso ?? null
  }

  /** The fields that none of `known` names, for the record's `data`. */
  rest(known: readonly string[]): Json {
    const skip = new Set(known)
    // From entries: a key such as `__proto__` becomes a plain field, never a prototype.
    return Object.fromEntries(
      Object.entries(this.fields)
        .filter(([name, value]) => !skip.has(name) && value !== null && value !== undefined)
        .map(([name, value]) => [name, this.kept(value)]),
    )
  }

  private kept(value: unknown): unknown {
    if (typeof value === 'string') {
      if (value.length <= KEPT_MAX) return value
      this.flags.add('truncated_text')
      return value.slice(0, KEPT_MAX).toWellFormed()
    }
    if (typeof value !== 'object') return value
    const text = jsonText(value)
    if (text.startsWith('"')) return JSON.parse(text) as unknown
    if (text.length <= KEPT_MAX) return value
    this.flags.add('truncated_text')
    return `(${text.length.toLocaleString('en')} characters, not kept)`
  }
}

function numberFromText(text: string): number {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\s*$/i.test(text.slice(0, 60)) ? Number(text) : Number.NaN
}

function epochTime(value: number): { iso: string; zoneKnown: boolean } | null {
  if (value > 1e8 && value < 1e10) return { iso: isoFromMs(Math.floor(value * 1_000)), zoneKnown: true }
  return value > 1e11 && value < 1e13 ? { iso: isoFromMs(Math.floor(value)), zoneKnown: true } : null
}

const COMPACT = /^(\d{4})(\d{2})(\d{2})[_T-]{1,2}(\d{2})[-:]?(\d{2})[-:]?(\d{2})(Z?)$/i

/** A time in text, `20251110__19-06-28` and `20260116_131752` among its forms; those are local and name no zone. */
export function timeFromText(text: string): { iso: string; zoneKnown: boolean } | null {
  if (text.length > 100) return null
  if (/^\s*\d{9,13}\s*$/.test(text)) return epochTime(Number(text))
  const compact = COMPACT.exec(text.trim())
  if (!compact) return parseTime(text)
  const [, year, month, day, hour, minute, second, zone] = compact
  return parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
}
