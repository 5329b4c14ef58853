import { clockTime, formatDuration } from '@/lib/time/format'
import type { PhaseWire } from './schema'
import { type TimeAxis, timeAxis } from './time-axis'

const BAR_MIN = 3.5
/** Width of a letter of 11 px, on average. */
const LETTER = 6
const NOTE_GAP = 8

export interface TimelineBar {
  key: string
  x: number
  width: number
  /** `span` is the stretch of evidence of a phase whose attempts are not known. */
  kind: 'accepted' | 'failed' | 'unknown' | 'span'
  title: string
}

export interface TimelineNote {
  x: number
  anchor: 'start' | 'end'
  text: string
}

export interface TimelineRow {
  phase: PhaseWire
  bars: TimelineBar[]
  doctor: { key: string; x: number; title: string }[]
  note: TimelineNote | null
  /** The row in one sentence, for those who do not see it. */
  summary: string
  attempts: number
  failed: number
}

export interface PhaseTimeline {
  axis: TimeAxis | null
  rows: TimelineRow[]
}

const msOf = (iso: string | null) => (iso === null ? [] : [Date.parse(iso)].filter((ms) => !Number.isNaN(ms)))

function timesOf(phase: PhaseWire): number[] {
  return [
    ...phase.attempts.flatMap((attempt) => [...msOf(attempt.startedAt), ...msOf(attempt.endedAt)]),
    ...phase.doctorAt.flatMap(msOf),
    ...msOf(phase.firstEvidenceAt),
    ...msOf(phase.lastEvidenceAt),
  ]
}

/** True when no event, attempt or time names the phase. */
export function neverStarted(phase: PhaseWire): boolean {
  return phase.attempts.length === 0 && phase.events === 0 && timesOf(phase).length === 0
}

/**
 * Phases as rows of bars on one time axis.
 * @param width pixels at which it will be drawn
 */
export function phaseTimeline(phases: readonly PhaseWire[], width: number): PhaseTimeline {
  const times = phases.flatMap(timesOf)
  const axis = times.length > 0 ? timeAxis(times, width) : null
  return { axis, rows: byBeginning(phases).map((phase) => rowOf(phase, axis, width)) }
}

/** In the order in which evidence of them begins; those without any stay in their own order, at the end. */
function byBeginning(phases: readonly PhaseWire[]): PhaseWire[] {
  const begin = (phase: PhaseWire) => timesOf(phase).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const begins = new Map(phases.map((phase) => [phase.id, begin(phase)]))
  const of = (phase: PhaseWire) => begins.get(phase.id) ?? Number.POSITIVE_INFINITY
  return phases.toSorted((a, b) => (of(a) === of(b) ? 0 : of(a) - of(b)))
}

function rowOf(phase: PhaseWire, axis: TimeAxis | null, width: number): TimelineRow {
  const failed = phase.attempts.filter((attempt) => attempt.outcome === 'failed').length
  const bars = axis ? barsOf(phase, axis) : []
  const doctor = axis
    ? phase.doctorAt.flatMap((at, index) =>
        msOf(at).map((ms) => ({ key: `${index} ${at}`, x: axis.x(ms), title: `doctor call ${clockTime(at)}` })),
      )
    : []
  return {
    phase,
    bars,
    doctor,
    note: noteOf(phase, bars, doctor, width),
    summary: [...bars.map((bar) => bar.title), ...doctor.map((call) => call.title)].join('; ') || noteText(phase) || '',
    attempts: phase.attempts.length,
    failed,
  }
}

function barsOf(phase: PhaseWire, axis: TimeAxis): TimelineBar[] {
  const bars = phase.attempts.flatMap((attempt): TimelineBar[] => {
    const [start] = msOf(attempt.startedAt ?? attempt.endedAt)
    const [end] = msOf(attempt.endedAt ?? attempt.startedAt)
    if (start === undefined || end === undefined) return []
    const what = attempt.outcome === 'failed' ? (attempt.reason?.slice(0, 200) ?? 'failed') : attempt.outcome
    const title = `attempt ${attempt.index}: ${what}, ${spanText(attempt.startedAt, attempt.endedAt)}`
    return [{ key: `attempt ${attempt.index}`, ...extent(axis, start, end), kind: attempt.outcome, title }]
  })
  const [first] = msOf(phase.firstEvidenceAt)
  const [last] = msOf(phase.lastEvidenceAt)
  if (bars.length > 0 || first === undefined || last === undefined) return bars
  const title = `evidence ${spanText(phase.firstEvidenceAt, phase.lastEvidenceAt)}; attempts are not recorded`
  return [{ key: 'span', ...extent(axis, first, last), kind: 'span', title }]
}

function extent(axis: TimeAxis, start: number, end: number) {
  const x = axis.x(Math.min(start, end))
  return { x, width: Math.max(BAR_MIN, axis.x(Math.max(start, end)) - x) }
}

function spanText(from: string | null, to: string | null): string {
  if (from === null || to === null) return clockTime(from ?? to ?? '')
  return `${clockTime(from)}–${clockTime(to)}, ${formatDuration(Date.parse(to) - Date.parse(from))}`
}

function noteText(phase: PhaseWire): string | null {
  if (neverStarted(phase)) {
    return phase.status === 'queued' ? 'never started: no event names it' : 'no event names it'
  }
  if (phase.status !== 'failed') return null
  const reasons = new Map<string, number>()
  for (const { outcome, reason } of phase.attempts) {
    if (outcome === 'failed' && reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  const told = Array.from(reasons, ([reason, times]) => reason.slice(0, 60) + (times > 1 ? ` ×${times}` : ''))
  return told.join(', ') || phase.failureReason?.slice(0, 80) || null
}

/** Words stand in the wider free side of the row, and only when they fit. */
function noteOf(phase: PhaseWire, bars: readonly TimelineBar[], doctor: readonly { x: number }[], width: number) {
  const text = noteText(phase)
  if (text === null) return null
  const needed = text.length * LETTER + NOTE_GAP
  const edges = [...bars.flatMap((bar) => [bar.x, bar.x + bar.width]), ...doctor.map((call) => call.x)]
  if (edges.length === 0) return needed <= width ? { x: width - 4, anchor: 'end' as const, text } : null
  const left = Math.min(...edges)
  const right = Math.max(...edges)
  if (left >= width - right && needed <= left) return { x: left - NOTE_GAP, anchor: 'end' as const, text }
  if (needed <= width - right) return { x: right + NOTE_GAP, anchor: 'start' as const, text }
  return needed <= left ? { x: left - NOTE_GAP, anchor: 'end' as const, text } : null
}
