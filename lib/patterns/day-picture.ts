import { dayLabel } from '@/lib/charts/bar-model'
import { niceTicks } from '@/lib/charts/ticks'
import type { PatternDetail } from './schema'

const DAY_MS = 86_400_000
/** One day alone would be a wall. */
const LEAST_DAYS = 14
const [WIDEST, SLOT_SHARE] = [28, 0.7]
const LABEL_PX = 72
/** A day with one occurrence stays in sight beside one with thousands. */
const LEAST_HEIGHT = 2

export interface DayBar {
  day: string
  occurrences: number
  x: number
  width: number
  y: number
  height: number
  /** On or after the day on which it came back. */
  isBack: boolean
}

export interface DayMark {
  kind: 'fix' | 'back'
  day: string
  x: number
  label: string
}

export interface DayPicture {
  bars: DayBar[]
  marks: DayMark[]
  /** Days without it between a fix and its end. */
  quiet: { from: number; to: number; days: number } | null
  yTicks: { value: number; y: number }[]
  xTicks: { label: string; x: number }[]
  left: number
  right: number
  base: number
}

interface Size {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

const number = (day: string) => Math.floor(Date.parse(day) / DAY_MS)
const name = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)

type Facts = Pick<PatternDetail, 'allDays' | 'history' | 'fixAt'>

/**
 * Where the bars of each day stand, and the marks of fix and return; null when no occurrence has a time.
 * @param today the last day, of UTC: YYYY-MM-DD
 */
export function dayPicture({ allDays, history, fixAt }: Facts, today: string, size: Size): DayPicture | null {
  const first = allDays[0]
  const newest = allDays.at(-1)
  if (first === undefined || newest === undefined) return null
  const end = Math.max(number(today), number(newest.day), ...(fixAt === null ? [] : [number(fixAt)]))
  const start = Math.min(number(first.day), end - LEAST_DAYS + 1)
  const [left, right, base] = [size.left, size.width - size.right, size.height - size.bottom]
  const slot = (right - left) / (end - start + 1)
  const middle = (day: number) => left + (day - start + 0.5) * slot
  const yTicks = niceTicks(Math.max(...allDays.map(({ occurrences }) => occurrences)), { whole: true })
  const scale = (base - size.top) / (yTicks.at(-1) ?? 1)
  const marks = marksOf(history, fixAt).map((mark) => ({ ...mark, x: middle(number(mark.day)) - slot / 2 }))
  const back = marks.findLast(({ kind }) => kind === 'back')?.day ?? null
  const width = Math.max(1.5, Math.min(WIDEST, slot * SLOT_SHARE))
  const bars = allDays.map(({ day, occurrences }): DayBar => {
    const height = Math.max(LEAST_HEIGHT, occurrences * scale)
    const isBack = back !== null && day >= back
    return { day, occurrences, x: middle(number(day)) - width / 2, width, y: base - height, height, isBack }
  })
  return {
    ...{ bars, marks, left, right, base },
    quiet: quietAfter(marks, allDays, end, (day) => middle(day) - slot / 2),
    yTicks: yTicks.map((value) => ({ value, y: base - value * scale })),
    xTicks: dayTicks(start, end, Math.floor((right - left) / LABEL_PX)).map((day) => ({
      label: dayLabel(name(day)),
      x: middle(day),
    })),
  }
}

/** The fix that counts and the return after it: older ones stand in the history. */
function marksOf(history: Facts['history'], fix: string | null): Omit<DayMark, 'x'>[] {
  const back = fix && (history.findLast(({ to, at }) => to === 'regressed' && at !== null && at > fix)?.at ?? null)
  const mark = (kind: DayMark['kind'], at: string, words: string): Omit<DayMark, 'x'> => {
    const day = at.slice(0, 10)
    return { kind, day, label: `${words} ${dayLabel(day)}` }
  }
  return [
    ...(fix === null ? [] : [mark('fix', fix, 'fix merged')]),
    ...(back === null ? [] : [mark('back', back, 'came back')]),
  ]
}

function quietAfter(marks: readonly DayMark[], days: Facts['allDays'], end: number, at: (day: number) => number) {
  const fix = marks.find(({ kind }) => kind === 'fix')
  if (fix === undefined) return null
  const from = number(fix.day) + 1
  const next = days.find(({ day }) => number(day) >= from)
  const to = next === undefined ? end + 1 : number(next.day)
  return to - from < 2 ? null : { from: at(from), to: at(to), days: to - from }
}

function dayTicks(start: number, end: number, most: number): number[] {
  const stride = Math.max(1, Math.ceil((end - start + 1) / Math.max(2, most)))
  const ticks: number[] = []
  for (let day = end; day >= start; day -= stride) ticks.push(day)
  return ticks.reverse()
}
