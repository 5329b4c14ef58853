import { dayText, NBSP } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'
import type { HitRateWire, LifeChangeWire, PatternDetail, PatternMoveWire } from './schema'
import { PATTERN_STATE_WORDS, plural } from './words'

/** What the page of one pattern says in sentences. Pure: times are UTC. */

const DAY_MS = 86_400_000
const wholeDays = (from: string, to: string) => Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS))
/** "23 Dec", with the year where another one lies between. */
const day = (iso: string, beside: string | null = null) => {
  const text = dayText(new Date(iso))
  return beside === null || iso.slice(0, 4) === beside.slice(0, 4) ? text : `${text} ${iso.slice(0, 4)}`
}

export interface Figure {
  label: string
  /** Null: not recorded, or words stand in its place. */
  value: string | null
  unit: string
  about: string
}

type Lived = Pick<
  PatternDetail,
  'state' | 'history' | 'fixAt' | 'since' | 'exposed' | 'oldCode' | 'recurrence' | 'firstSeenAt'
>

/** How the pattern comes back: the days its fix held, the runs without it, or for how long it has been open. */
export function comingBack(pattern: Lived): Figure {
  const { state, exposed, oldCode, recurrence, firstSeenAt, since } = pattern
  const back = cameBack(pattern)
  if (back !== null) {
    const days = wholeDays(back.from, back.to)
    const about = `fixed ${day(back.from, back.to)}, seen again ${day(back.to, back.from)}`
    return { label: 'Came back after', value: formatInteger(days), unit: 'd', about }
  }
  if (state === 'fix_merged' || state === 'verified') {
    const old = oldCode > 0 ? `; ${plural(oldCode, 'time')} on code without the fix` : ''
    const about = `could have met it since the fix, and did not${old}`
    return { label: 'Runs without it', value: exposed === null ? null : formatInteger(exposed), unit: '', about }
  }
  if (state === 'ignored') {
    const about = since === null ? 'since when is not recorded' : `ignored since ${day(since)}`
    return { label: 'Sessions', value: formatInteger(recurrence.sessions), unit: '', about }
  }
  const seen = firstSeenAt === null ? 'no time is recorded' : `first seen ${day(firstSeenAt)}`
  return {
    label: 'Days open',
    value: firstSeenAt === null ? null : formatInteger(recurrence.daysOpen),
    unit: 'd',
    about: recurrence.told ?? seen,
  }
}

/** When the newest fix went live and when it was seen again; null when it has not come back. */
export function cameBack({ state, history, fixAt }: Lived): { from: string; to: string } | null {
  if (state !== 'regressed') return null
  const to = history.findLast((change) => change.to === 'regressed')?.at ?? null
  const merged = history.findLast((change) => change.to === 'fix_merged')?.at ?? null
  const from = fixAt ?? merged
  return from === null || to === null ? null : { from, to }
}

const BASIS_WORDS = {
  first_seen: 'first seen',
  operator: 'operator',
  commit: 'by itself, judged by commit',
  time: 'by itself, judged by time: no commit is recorded',
  limit: 'by itself: the limit of ignoring was passed',
  undo: 'an operator took it back',
} as const satisfies Record<LifeChangeWire['basis'], string>

/** Who decided a change of state, and by what. */
export function changeWords({ basis, text, fixCommit }: LifeChangeWire): string {
  const commit = fixCommit === null ? '' : `, commit ${fixCommit.slice(0, 12)}`
  const said = text === null ? '' : `: “${text}”`
  return `${BASIS_WORDS[basis]}${said}${commit}`
}

/** A move that counts no more, as it was asked for. */
export function moveWords({ to, owner, text }: PatternMoveWire): string {
  if (to === 'owner') return owner === null ? 'owner taken off' : `owner: ${owner}`
  if (to === 'note') return text ?? 'note'
  if (to === 'undo') return 'undo'
  if (to === 'unignored') return 'stop ignoring'
  return Object.entries(PATTERN_STATE_WORDS).find(([state]) => state === to)?.[1].label ?? to
}

/** What each stretch is called, and which days it covers. */
export function stretchWords({ stretch, from, to, hit, exposed }: HitRateWire, hasFix: boolean) {
  const label = !hasFix
    ? 'So far'
    : { before: 'Before the fix', after: 'After the fix', since: 'Since it came back' }[stretch]
  const days = from === null || from.slice(0, 10) === to.slice(0, 10) ? day(to) : `${day(from, to)} to ${day(to, from)}`
  const runs = exposed === 0 ? 'no exposure yet' : `${formatInteger(hit)} of ${plural(exposed, 'run')}`
  return { label, about: `${days}, ${runs}` }
}

type Rated = Pick<PatternDetail, 'rates' | 'ratesBy' | 'ratesApart' | 'fixCommit'>

/** How far the rates can be trusted. */
export function rateWords({ rates, ratesBy, ratesApart, fixCommit }: Rated): string {
  const back = rates.find(({ stretch }) => stretch === 'since')
  const parts = [
    ratesBy === 'commit'
      ? 'Split by commit: runs on code without the fix count apart.'
      : ratesBy === 'time'
        ? `Split by time, not by commit: ${fixCommit === null ? 'the fix names none' : 'no run tells that it holds the fix'}.`
        : 'No fix was merged: nothing to compare with yet.',
    ratesApart === true
      ? 'The intervals before and after do not touch.'
      : ratesApart === false
        ? 'The intervals before and after overlap: the difference may be chance.'
        : null,
    back && back.hit === 1 ? '“Came back” rests on one run.' : null,
  ]
  return parts.filter((part) => part !== null).join(' ')
}

type One = Pick<PatternDetail, 'shapes' | 'occurrences' | 'autopackSignatures' | 'rules'>

/** Why all these messages are one pattern. */
export function whyOne({ shapes, occurrences, autopackSignatures, rules }: One): string {
  const merges = rules.filter(({ kind, withdrawnAt }) => kind === 'merge' && withdrawnAt === null).length
  const written = rules.some(({ kind, withdrawnAt }) => kind === 'template' && withdrawnAt === null)
  const count = autopackSignatures.length
  return [
    `${plural(occurrences, 'message')} of ${plural(shapes, 'masked shape')} in one group`,
    ...(written ? ['by a template of an operator'] : []),
    ...(merges > 0 ? [`${plural(merges, 'merge')} of operators`] : []),
    ...(count > 0 ? [`Autopack’s own signature makes ${formatInteger(count)} of it`] : []),
  ].join('; ')
}

/** A part of all as "36 %", with what it is of. */
export const shareOf = (part: number, all: number): string =>
  all > 0 ? `${Math.round((100 * part) / all)}${NBSP}%` : ''
