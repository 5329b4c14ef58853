import { dayText } from '@/lib/time/format'
import type { MarkWire, TokenPoint } from './schema'
import { pointAt } from './token-points'

/** The parts of a bar from the bottom up. Cache reads are grey: most of the bar, and the least news. */
export const STRIP_CLASSES = [
  { key: 'cacheRead', label: 'cache read', fill: 's-other' },
  { key: 'cacheWrite', label: 'cache write', fill: 's1' },
  { key: 'input', label: 'input', fill: 's2' },
  { key: 'output', label: 'output', fill: 's3' },
  { key: 'unsplit', label: 'not split', fill: 's4' },
] as const
export type StripClass = (typeof STRIP_CLASSES)[number]['key']

/** Within fewer minutes than this, hours and minutes alone would repeat. */
const SECONDS_BELOW_MS = 10 * 60_000
const NICE = [1, 2, 2.5, 5, 10]

/** The smallest round number that is not below a value. */
export function niceMax(value: number): number {
  if (value <= 0) return 1
  const scale = 10 ** Math.floor(Math.log10(value))
  return (NICE.find((step) => step * scale >= value) ?? 10) * scale
}

/** Tokens of one response of a point: points that stand for several are drawn as their mean. */
export const perResponse = (point: TokenPoint, key: StripClass): number => point[key] / Math.max(1, point.responses)

const totalOf = (point: TokenPoint) => STRIP_CLASSES.reduce((sum, { key }) => sum + perResponse(point, key), 0)

/** Top of the scale for some points. */
export const stripTop = (points: readonly TokenPoint[]): number => niceMax(Math.max(0, ...points.map(totalOf)))

interface Frame {
  left: number
  width: number
  top: number
  height: number
}

/** Where point n begins, and how wide one is. */
export function slotOf(points: readonly TokenPoint[], { left, width }: Frame) {
  const each = width / Math.max(1, points.length)
  return { each, x: (index: number) => left + index * each }
}

/** One path a class, all bars in it: a few elements for any number of responses. */
export function stripPaths(points: readonly TokenPoint[], frame: Frame): Record<StripClass, string> {
  const max = stripTop(points)
  const { each, x } = slotOf(points, frame)
  const gap = each > 6 ? 2 : each > 3 ? 1 : 0
  const paths: Record<StripClass, string> = { cacheRead: '', cacheWrite: '', input: '', output: '', unsplit: '' }
  points.forEach((point, index) => {
    let base = frame.top + frame.height
    for (const { key } of STRIP_CLASSES) {
      const share = perResponse(point, key)
      if (share <= 0) continue
      // Under a pixel a part would vanish, and with it the fact that there was one.
      const height = Math.max(1, (share / max) * frame.height)
      paths[key] +=
        `M${x(index).toFixed(1)} ${base.toFixed(1)}h${(each - gap).toFixed(1)}v${(-height).toFixed(1)}h${(gap - each).toFixed(1)}z`
      base -= height
    }
  })
  return paths
}

/** Place of a moment on the axis of the points: the middle of the bar it falls into. */
export function momentX(points: readonly TokenPoint[], frame: Frame, at: string | null): number {
  const { each, x } = slotOf(points, frame)
  return x(Math.max(0, pointAt(points, at))) + each / 2
}

/** Marks that would stand on one another are one, the worst of them. */
export function stripMarks(points: readonly TokenPoint[], frame: Frame, marks: readonly MarkWire[]) {
  const rank = (kind: MarkWire['kind']) => (kind === 'failure' || kind === 'error' ? 2 : kind === 'retry' ? 0 : 1)
  const byPixel = new Map<number, { x: number; mark: MarkWire }>()
  for (const mark of marks) {
    const x = momentX(points, frame, mark.at)
    const slot = Math.round(x / 7)
    const there = byPixel.get(slot)
    if (!there || rank(mark.kind) > rank(there.mark.kind)) byPixel.set(slot, { x, mark })
  }
  return [...byPixel.values()]
}

/** Points whose time is written below the axis, so far apart that the texts do not touch. */
export function stripTimes(points: readonly TokenPoint[], frame: Frame): { x: number; text: string }[] {
  const { x } = slotOf(points, frame)
  const times = points.flatMap(({ at }) => (at === null ? [] : [at])).toSorted()
  const [first = '', last = ''] = [times.at(0), times.at(-1)]
  const isShort = Date.parse(last) - Date.parse(first) < SECONDS_BELOW_MS
  const textOf = (at: string) =>
    first.slice(0, 10) === last.slice(0, 10)
      ? at.slice(11, isShort ? 19 : 16)
      : `${dayText(new Date(at))} ${at.slice(11, 16)}`
  const shown: { x: number; text: string }[] = []
  points.forEach(({ at }, index) => {
    const last = shown.at(-1)
    const here = x(index)
    if (at === null || here > frame.left + frame.width - 72 || (last && here - last.x < 150)) return
    shown.push({ x: here, text: textOf(at) })
  })
  return shown
}
