/** Times and durations in the operator's words. Pure: the time now is an argument, the zone is UTC. */

export interface Part {
  value: string
  unit: string
}

export const NBSP = '\u00a0'
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const two = (n: number) => String(n).padStart(2, '0')

/** Parts as text, with a space that does not break between number and unit. */
export function joinParts(parts: readonly Part[]): string {
  return parts.map(({ value, unit }) => (unit ? `${value}${NBSP}${unit}` : value)).join(' ')
}

/**
 * The two largest units: 51 m 24 s, 5 d 13 h, 840 ms. Rounds down, so a lower bound stays one.
 * @param ms milliseconds; negative counts as 0
 */
export function durationParts(ms: number): Part[] {
  const t = Math.max(0, ms)
  if (t < SECOND) return [{ value: String(Math.floor(t)), unit: 'ms' }]
  if (t < 10 * SECOND) return [{ value: (Math.floor(t / 100) / 10).toFixed(1), unit: 's' }]
  const units = [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
    ['s', SECOND],
  ] as const
  const first = units.findIndex(([, size]) => t >= size)
  let rest = t
  return units.slice(first, first + 2).flatMap(([unit, size], index) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return index > 0 && count === 0 ? [] : [{ value: String(count), unit }]
  })
}

export function formatDuration(ms: number): string {
  return joinParts(durationParts(ms))
}

/** How long ago, to the second: "4 s", "1 m 12 s". For the one place that ticks. */
export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND))
  return seconds < 60 ? `${seconds}${NBSP}s` : formatDuration(seconds * SECOND)
}

/**
 * Short and relative within a day ("now", "20 s", "3 m", "5 h"), the date beyond ("23 Dec 11:18", "23 Dec 2024").
 * Under a minute it moves in steps of ten seconds, so that a table does not flicker.
 */
export function relativeTime(iso: string, nowMs: number): string {
  const at = Date.parse(iso)
  if (Number.isNaN(at)) return iso
  const ago = nowMs - at
  const ahead = ago < -2 * MINUTE
  const distance = Math.abs(ago)
  if (distance >= DAY) return shortDate(iso, nowMs)
  const text =
    distance < 10 * SECOND
      ? 'now'
      : distance < MINUTE
        ? `${Math.floor(distance / (10 * SECOND)) * 10}${NBSP}s`
        : distance < HOUR
          ? `${Math.floor(distance / MINUTE)}${NBSP}m`
          : `${Math.floor(distance / HOUR)}${NBSP}h`
  return ahead ? `in ${text}` : ago < 0 ? 'now' : text
}

/** "23 Dec 11:18" in the year of `now`, "23 Dec 2024" in another. */
export function shortDate(iso: string, nowMs: number): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  const day = dayText(date)
  return date.getUTCFullYear() === new Date(nowMs).getUTCFullYear()
    ? `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
    : `${day} ${date.getUTCFullYear()}`
}

/** Day and month: "23 Dec". */
export function dayText(date: Date): string {
  return `${date.getUTCDate()}${NBSP}${MONTHS[date.getUTCMonth()]}`
}

/** The whole time, for titles: "23 Dec 2025 11:18:04.120 UTC". */
export function exactTime(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  return `${dayText(date)} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 23)} UTC`
}

/** Time of day to the second, for lists within one day: "15:06:17". */
export function clockTime(iso: string): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? iso : date.toISOString().slice(11, 19)
}
