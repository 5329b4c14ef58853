import { clockTime, dayText, formatDuration } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'
import type { Tone } from '@/lib/tone'
import type { EntryWire, MarkWire, ResultWire } from './schema'

/** What the lines around an entry say. Pure text, drawn elsewhere. */

/** Silence longer than this is told. */
const SILENCE_MS = 5 * 60_000

/** The line above an entry: a new day, or a long silence before it. */
export function breakBefore({ at, previousAt, index }: Pick<EntryWire, 'at' | 'previousAt' | 'index'>): string | null {
  if (at === null) return null
  const day = `${dayText(new Date(at))} ${at.slice(0, 4)}`
  if (previousAt === null) return index === 0 ? day : null
  const silence = Date.parse(at) - Date.parse(previousAt)
  const words = [
    at.slice(0, 10) === previousAt.slice(0, 10) ? null : day,
    silence >= SILENCE_MS ? `${formatDuration(silence)} without an entry` : null,
  ].filter((text) => text !== null)
  return words.length === 0 ? null : words.join(' · ')
}

export const timeOf = (at: string | null) => (at === null ? 'no time' : clockTime(at))

/** How a call ended. A person's no is a decision and looks like one. */
export interface CallEnd {
  tone: Tone
  words: string
}

export function callEnd(results: readonly Pick<ResultWire, 'outcome' | 'exitCode'>[], live: boolean): CallEnd {
  const last = results.findLast(({ outcome }) => outcome !== null) ?? results.at(-1)
  if (!last) return live ? { tone: 'info', words: 'no result yet' } : { tone: 'idle', words: 'no result recorded' }
  const exit = last.exitCode === null || last.exitCode === 0 ? '' : `exit ${last.exitCode}`
  switch (last.outcome) {
    case 'failed':
      return { tone: 'bad', words: exit === '' ? 'failed' : `failed, ${exit}` }
    case 'denied':
      return { tone: 'idle', words: 'denied by the person' }
    case 'interrupted':
      return { tone: 'idle', words: 'interrupted' }
    default:
      return { tone: 'ok', words: exit }
  }
}

export const MARK_WORDS = {
  failure: { label: 'failed call', tone: 'bad' },
  error: { label: 'error', tone: 'bad' },
  denial: { label: 'denied', tone: 'idle' },
  interruption: { label: 'interrupted', tone: 'idle' },
  retry: { label: 'retry', tone: 'warn' },
  compaction: { label: 'compaction', tone: 'info' },
  resume: { label: 'resumed', tone: 'info' },
} as const satisfies Record<MarkWire['kind'], { label: string; tone: Tone }>

export const isFailure = ({ kind }: Pick<MarkWire, 'kind'>) => kind === 'failure' || kind === 'error'

export const charactersOf = (chars: number) => `${formatInteger(chars)} ${chars === 1 ? 'character' : 'characters'}`
export const linesOf = (lines: number) => `${formatInteger(lines)} ${lines === 1 ? 'line' : 'lines'}`

/** Why a copy of a response does not count. */
export const RULE_WORDS: Readonly<Record<string, string>> = {
  'replayed-history': 'history that another session wrote first',
}
