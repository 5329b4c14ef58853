import { isoFromMs, parseTime } from '@/lib/time/iso'
import type { CellValue, RawRow } from './reader'

/** No count of tokens or bytes of one record is larger; what is larger is a mistake. */
const AMOUNT_MAX = 10n ** 13n
const COUNT_MAX = 2_147_483_647n

/**
 * Typed reading of one foreign row. A column that is missing reads as null; a value of the wrong kind reads as null and
 * leaves a flag, so that nothing is guessed and nothing is silent.
 */
export class RowCells {
  readonly flags = new Set<string>()

  constructor(private readonly row: RawRow) {
    if (row.truncated.length > 0) this.flags.add('truncated_text')
    if (row.invalid.length > 0) this.flags.add('invalid_text')
  }

  get rowid(): bigint {
    return this.row.rowid
  }

  /** Whether the table has the column at all. */
  has(name: string): boolean {
    return name in this.row.values
  }

  private value(name: string): CellValue {
    return this.row.values[name] ?? null
  }

  /** Text; numbers as they are written, bytes decoded leniently. Empty text is nothing recorded. */
  text(name: string): string | null {
    const value = this.value(name)
    if (value === null || value === '') return null
    if (typeof value === 'string') return value
    if (!(value instanceof Uint8Array)) return String(value)
    this.flags.add('invalid_text')
    return new TextDecoder().decode(value)
  }

  /** An id: text or number, not blank, no bytes. */
  key(name: string): string | null {
    const value = this.value(name)
    if (value instanceof Uint8Array) return null
    const text = value === null ? '' : String(value)
    return text.trim() === '' ? null : text
  }

  private integer(name: string): bigint | 'wrong' | null {
    const value = this.value(name)
    if (value === null || value === '') return null
    if (typeof value === 'bigint') return value
    if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : 'wrong'
    return typeof value === 'string' && /^\s*[+-]?\d{1,18}\s*$/.test(value) ? BigInt(value.trim()) : 'wrong'
  }

  private unreadable(flag: string): null {
    this.flags.add(flag)
    return null
  }

  /** A number as it stands, negative ones too. */
  whole(name: string): bigint | null {
    const value = this.integer(name)
    return value === 'wrong' ? this.unreadable('number_unreadable') : value
  }

  /** A small number that fits 32 bits. */
  count(name: string): number | null {
    const value = this.integer(name)
    if (value === null) return null
    if (value === 'wrong' || value > COUNT_MAX || value < -COUNT_MAX) return this.unreadable('number_unreadable')
    return Number(value)
  }

  /** An amount of tokens or bytes; negative or absurdly large ones are not believed. */
  amount(name: string): bigint | null {
    const value = this.integer(name)
    if (value === null) return null
    if (value === 'wrong' || value < 0n || value > AMOUNT_MAX) return this.unreadable('tokens_implausible')
    return value
  }

  real(name: string): number | null {
    const value = this.value(name)
    if (value === null || value === '') return null
    const number = value instanceof Uint8Array ? Number.NaN : Number(value)
    return Number.isFinite(number) ? number : this.unreadable('number_unreadable')
  }

  bool(name: string): boolean | null {
    const value = this.value(name)
    if (value === null || value === '') return null
    const text = value instanceof Uint8Array ? '' : String(value).trim().toLowerCase()
    if (['1', 'true', 't', 'yes'].includes(text)) return true
    if (['0', 'false', 'f', 'no'].includes(text)) return false
    return this.unreadable('number_unreadable')
  }

  /** A time as stored text; numbers are seconds or milliseconds since the epoch. Without a zone it is UTC. */
  time(name: string): string | null {
    const value = this.value(name)
    if (value === null || value === '') return null
    const iso = typeof value === 'string' ? (parseTime(value)?.iso ?? epochText(value)) : epochTime(value)
    return iso ?? this.unreadable('time_unreadable')
  }

  /** JSON as a value, or the text where it is none. */
  json(name: string): unknown {
    const text = this.text(name)
    if (text === null) return null
    try {
      return JSON.parse(text) as unknown
    } catch {
      return text
    }
  }

  /** Columns as plain JSON, without those that hold nothing: equal in every version of a schema. */
  data(names: readonly string[], jsonNames: readonly string[] = []): Record<string, unknown> {
    const data: Record<string, unknown> = {}
    for (const name of names) {
      const value = jsonNames.includes(name) ? this.json(name) : plain(this.value(name))
      if (value !== null && value !== '') data[name] = value
    }
    return data
  }
}

function epochTime(value: CellValue): string | null {
  const number = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : Number.NaN
  if (number > 1e8 && number < 1e10) return isoFromMs(number * 1_000)
  return number > 1e11 && number < 1e13 ? isoFromMs(number) : null
}

/** A number of seconds or milliseconds that was stored as text. */
const epochText = (text: string) => (/^\s*\d{9,13}\s*$/.test(text) ? epochTime(Number(text)) : null)

function plain(value: CellValue): unknown {
  if (value instanceof Uint8Array) return { bytes: value.length }
  if (typeof value !== 'bigint') return value
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
}
