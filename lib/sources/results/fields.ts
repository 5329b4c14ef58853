import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { picoOf } from '@/lib/sources/dollars'
import { stableHash } from '@/lib/sources/stable-hash'
import { epochInText, isoFromEpoch, parseTime } from '@/lib/time/iso'

/** No count of tokens of one record is larger; what is larger is a mistake. */
const TOKENS_MAX = 10n ** 13n
const ID_MAX = 200
const NOTHING_RECORDED = new Set(['none', 'null', 'nan', 'n/a', 'na', '-'])
/** Longer ones are no numbers, and slow to look at. */
const NUMBER_CHARS_MAX = 60
const NUMBER_TEXT = /^[+-]?(\d+(_\d+)*\.?\d*|\.\d+)(e[+-]?\d+)?$/i

const isNothing = (text: string): boolean =>
  text.trim() === '' || (text.length < 20 && NOTHING_RECORDED.has(text.trim().toLowerCase()))

/** An id; of one that is absurdly long its hash, which still tells it apart. */
export const shortId = (text: string): string =>
  text.length <= ID_MAX ? text.toWellFormed() : `long-${stableHash([text])}`

/**
 * Typed reading of one foreign object, its own fields only. A field that is missing reads as null; one of the wrong kind
 * reads as null and leaves a flag. Numbers and truth values may be written as text, as CSV and Python do.
 */
export class Fields {
  constructor(
    private readonly value: unknown,
    readonly flags: Set<string> = new Set(),
  ) {}

  /** The field as it stands; text that says "nothing" is null. */
  raw(name: string): unknown {
    if (!isObject(this.value) || !Object.hasOwn(this.value, name)) return null
    const value = this.value[name]
    if (typeof value === 'string') return isNothing(value) ? null : value
    return value ?? null
  }

  has(name: string): boolean {
    return isObject(this.value) && Object.hasOwn(this.value, name)
  }

  private flag(name: string): null {
    this.flags.add(name)
    return null
  }

  text(name: string): string | null {
    const value = this.raw(name)
    return typeof value === 'string' ? value : null
  }

  /** Text or a number that names something. */
  id(name: string): string | null {
    const value = this.raw(name)
    if (typeof value === 'string') return shortId(value.trim())
    return typeof value === 'number' && Number.isFinite(value) ? String(value) : null
  }

  number(name: string): number | null {
    const value = this.raw(name)
    if (value === null) return null
    if (typeof value === 'boolean') return this.flag('number_unreadable')
    const text =
      typeof value === 'string'
        ? value
            .slice(0, NUMBER_CHARS_MAX)
            .trim()
            .replace(/^\$|%$|(?<=\d),(?=\d{3}\b)/g, '')
        : null
    const number = text === null ? value : NUMBER_TEXT.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN
    return typeof number === 'number' && Number.isFinite(number) ? number : this.flag('number_unreadable')
  }

  /** A number that cannot be less than nothing: seconds, calls. */
  amount(name: string): number | null {
    const number = this.number(name)
    return number === null || number >= 0 ? number : this.flag('number_unreadable')
  }

  count(name: string): number | null {
    const number = this.amount(name)
    return number === null || (Number.isInteger(number) && number <= 2_147_483_647)
      ? number
      : this.flag('number_unreadable')
  }

  /** Tokens; negative, broken or absurdly large ones are not believed. */
  tokens(name: string): bigint | null {
    const number = this.number(name)
    if (number === null) return null
    const whole = Number.isSafeInteger(number) ? BigInt(number) : -1n
    return whole >= 0n && whole <= TOKENS_MAX ? whole : this.flag('tokens_implausible')
  }

  /** Dollars as picodollars. */
  pico(name: string): bigint | null {
    const dollars = this.amount(name)
    return dollars === null ? null : (picoOf(dollars) ?? this.flag('number_unreadable'))
  }

  bool(name: string): boolean | null {
    const value = this.raw(name)
    if (typeof value === 'boolean') return value
    if (value === 1 || value === 0) return value === 1
    const text = typeof value === 'string' ? value.slice(0, 30).trim().toLowerCase() : ''
    if (TRUE.has(text)) return true
    return FALSE.has(text) ? false : null
  }

  /** A time as stored text: in words, or seconds or milliseconds since the epoch. Without a zone it is taken as UTC. */
  time(name: string): string | null {
    const value = this.raw(name)
    if (value === null) return null
    const number = typeof value === 'number' ? value : typeof value === 'string' ? epochInText(value) : Number.NaN
    if (Number.isFinite(number)) return isoFromEpoch(number) ?? this.flag('time_unreadable')
    const time = typeof value === 'string' && value.length <= 100 ? parseTime(value) : null
    if (time === null) return this.flag('time_unreadable')
    if (!time.zoneKnown) this.flags.add('zone_unknown')
    return time.iso
  }

  list(name: string): readonly unknown[] {
    const value = this.raw(name)
    return Array.isArray(value) ? value : []
  }

  /** An object in this one; what is wrong in it is told here. */
  object(name: string): Fields {
    return new Fields(this.raw(name), this.flags)
  }

  /** The plain object, or null. */
  json(name: string): Json | null {
    const value = this.raw(name)
    return isObject(value) ? value : null
  }
}

const TRUE = new Set(['true', 't', 'yes', 'y', '1', '1.0', 'pass', 'passed', 'resolved', 'success', 'succeeded', 'ok'])
TRUE.add('correct').add('solved')
const FALSE = new Set(['false', 'f', 'no', 'n', '0', '0.0', 'fail', 'failed', 'unresolved', 'failure', 'incorrect'])
FALSE.add('error').add('errored').add('wrong').add('unsolved').add('timeout')
