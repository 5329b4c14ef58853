import { dayText, NBSP } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'
import type { Tone } from '@/lib/tone'
import type { Lane, PatternState } from './pattern-states'
import type { PatternSummary } from './schema'
import type { Trend } from './trends'

interface StateWords {
  label: string
  tone: Tone
  /** What the word stands for, in one line. */
  about: string
}

/** The one table of pattern states: the same word in filter, badge and title. */
export const PATTERN_STATE_WORDS = {
  new: { label: 'new', tone: 'info', about: 'nobody has looked at it yet' },
  acknowledged: { label: 'acknowledged', tone: 'idle', about: 'known, and not fixed' },
  fix_proposed: { label: 'fix proposed', tone: 'idle', about: 'a fix is proposed, and not merged yet' },
  fix_merged: { label: 'fix merged', tone: 'info', about: 'the fix waits for runs without it' },
  verified: { label: 'verified', tone: 'ok', about: 'enough runs went without it since the fix' },
  regressed: { label: 'regressed', tone: 'bad', about: 'seen again where its fix was' },
  ignored: { label: 'ignored', tone: 'idle', about: 'comes back by itself when its limit is passed' },
} as const satisfies Record<PatternState, StateWords>

export const LANE_WORDS = {
  triage: { label: 'Needs triage', about: 'regressed, escalating, new: loudest first' },
  told: { label: 'Told, not fixed', about: 'seen in more than one session of work, and still not fixed' },
  known: { label: 'Known', about: 'sinks by itself; comes back when it escalates' },
  fix_merged: { label: 'Fix merged', about: 'waiting for runs without it' },
  verified: { label: 'Verified', about: 'enough runs without it since the fix' },
  ignored: { label: 'Ignored', about: 'comes back when its limit is passed' },
} as const satisfies Record<Lane, { label: string; about: string }>

export const TREND_WORDS = {
  new: 'new within a week',
  escalating: 'escalating',
  steady: 'steady',
  falling: 'falling',
  silent: 'silent',
} as const satisfies Record<Trend, string>

/** What an operator can do to a pattern, as a button and as a notice say it. */
export const MOVE_WORDS = {
  acknowledged: { verb: 'Acknowledge', done: 'Acknowledged' },
  fix_proposed: { verb: 'Propose a fix', done: 'Fix proposed' },
  fix_merged: { verb: 'Mark as fixed', done: 'Fix merged' },
  ignored: { verb: 'Ignore', done: 'Ignored' },
  unignored: { verb: 'Stop ignoring', done: 'No longer ignored' },
} as const

/** "1 pattern", "2,683 patterns". */
export const plural = (count: number, word: string): string =>
  `${formatInteger(count)}${NBSP}${word}${count === 1 ? '' : 's'}`

type Lived = Pick<PatternSummary, 'state' | 'lane' | 'trend'>

export interface ShownState extends StateWords {
  /** Somebody has to look: then the word is coloured, too. */
  needsSomeone: boolean
}

/** A state as lists show it: what escalates says so, whatever an operator said of it before. */
export function shownState({ state, lane, trend }: Lived): ShownState {
  const words = PATTERN_STATE_WORDS[state]
  if (lane !== 'triage') return { ...words, needsSomeone: false }
  if (trend === 'escalating' && state !== 'regressed') {
    const about = `${words.label}, and at least twice as often as in the weeks before`
    return { label: 'escalating', tone: 'warn', about, needsSomeone: true }
  }
  return { ...words, needsSomeone: true }
}

export interface RecurrenceWords {
  /** The part that stands out. */
  strong: string
  rest: string
  tone: 'bad' | 'warn' | null
  /** The same in a sentence. */
  title: string
}

const DAY_MS = 86_400_000
/** Days without an occurrence after which the silence is the news. */
const QUIET_DAYS = 7
const dayNumber = (iso: string) => Math.floor(Date.parse(iso) / DAY_MS)
const told = (strong: string, title: string, tone: RecurrenceWords['tone'] = null): RecurrenceWords => ({
  ...{ strong, rest: '', tone, title },
})

/**
 * How a pattern comes back, in a few words: "back after 22 d", "told 4 times, still not fixed", "quiet 24 d".
 * @param today a day of UTC, YYYY-MM-DD
 */
export function recurrenceWords(pattern: PatternSummary, today: string): RecurrenceWords {
  const { state, lane, trend, recurrence, firstSeenAt, exposed } = pattern
  if (state === 'regressed') return back(pattern)
  if (lane === 'triage' && trend === 'escalating') return rising(pattern, today)
  if (recurrence.told !== null) {
    const [strong = '', rest] = recurrence.told.split(', ')
    return { strong, rest: rest === undefined ? '' : `, ${rest}`, tone: null, title: recurrence.told }
  }
  if (state === 'new' && firstSeenAt !== null)
    return told(`first seen ${dayWords(firstSeenAt, today)}`, 'nobody has looked at it yet')
  if (state === 'fix_merged')
    return exposed === null || exposed === 0
      ? told('no run since the fix', 'no run that could have met it has ended since the fix')
      : told(`${plural(exposed, 'run')} without it`, 'runs since the fix that could have met it and did not')
  return quiet(pattern, today) ?? spread(pattern)
}

function back({ since, fixAt, fixCommit }: PatternSummary): RecurrenceWords {
  if (since === null || fixAt === null) return told('back', 'seen again', 'bad')
  const days = Math.max(0, dayNumber(since) - dayNumber(fixAt))
  const fix = fixCommit === null ? 'its fix' : `its fix ${fixCommit.slice(0, 10)}`
  return told(`back after ${days}${NBSP}d`, `seen again ${plural(days, 'day')} after ${fix}`, 'bad')
}

/** The last week against the three before, each as a rate per day. */
function rising({ days, firstSeenAt }: PatternSummary, today: string): RecurrenceWords {
  const end = dayNumber(today)
  const sum = (from: number, to: number) =>
    days.reduce(
      (all, each) => all + (dayNumber(each.day) > from && dayNumber(each.day) <= to ? each.occurrences : 0),
      0,
    )
  const first = firstSeenAt === null ? end - 28 : Math.max(end - 28, dayNumber(firstSeenAt) - 1)
  const before = sum(end - 28, end - 7) / Math.max(1, end - 7 - first)
  if (before === 0) return told('back after weeks', 'none in the three weeks before the last one', 'warn')
  const times = sum(end - 7, end) / 7 / before
  const shown = times >= 10 ? formatInteger(times) : times.toFixed(1)
  return told(`${shown}${NBSP}× its rate`, 'a day in the last week, against the three weeks before', 'warn')
}

function quiet({ lastSeenAt }: PatternSummary, today: string): RecurrenceWords | null {
  if (lastSeenAt === null) return null
  const days = dayNumber(today) - dayNumber(lastSeenAt)
  return days < QUIET_DAYS ? null : told(`quiet ${formatInteger(days)}${NBSP}d`, `not seen for ${plural(days, 'day')}`)
}

function spread({ runs, sessions, firstSeenAt, lastSeenAt, occurrences }: PatternSummary): RecurrenceWords {
  if (runs > 1) return told(`in ${plural(runs, 'run')}`, 'runs in which it was seen')
  if (sessions > 1) return told(`in ${plural(sessions, 'session')}`, 'sessions in which it was seen')
  if (occurrences === 1) return told('once', 'seen once')
  const oneDay = firstSeenAt !== null && lastSeenAt !== null && firstSeenAt.slice(0, 10) === lastSeenAt.slice(0, 10)
  return oneDay ? told('one day', 'seen on one day only') : told('one session', 'seen in one session of work only')
}

function dayWords(iso: string, today: string): string {
  const day = dayText(new Date(iso))
  return iso.slice(0, 4) === today.slice(0, 4) ? day : `${day} ${iso.slice(0, 4)}`
}
