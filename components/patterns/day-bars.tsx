import type { PatternDayWire } from '@/lib/patterns/schema'
import { plural } from '@/lib/patterns/words'
import { dayText } from '@/lib/time/format'
import type { Tone } from '@/lib/tone'

const DAYS = 28
const DAY_MS = 86_400_000
const [WIDTH, HEIGHT] = [112, 18]
const STEP = WIDTH / DAYS
/** A day with one occurrence stays in sight beside one with thousands. */
const LEAST = 2

interface DayBarsProps {
  days: readonly PatternDayWire[]
  /** The last day, of UTC: YYYY-MM-DD. */
  today: string
  /** Of the days from `since` on, where they are why somebody has to look. */
  tone?: Tone | null
  since?: string | null
}

/** Occurrences a day over the last four weeks. */
export function DayBars({ days, today, tone = null, since = null }: DayBarsProps) {
  const end = Math.floor(Date.parse(today) / DAY_MS)
  const shown = days.flatMap(({ day, occurrences }) => {
    const at = Math.floor(Date.parse(day) / DAY_MS) - end + DAYS - 1
    return at >= 0 && at < DAYS && occurrences > 0 ? [{ day, occurrences, at }] : []
  })
  const most = Math.max(1, ...shown.map(({ occurrences }) => occurrences))
  const sum = shown.reduce((all, { occurrences }) => all + occurrences, 0)
  const loudest = shown.find(({ occurrences }) => occurrences === most)
  const words =
    loudest === undefined
      ? `Not seen in the last ${DAYS} days`
      : `${plural(sum, 'time')} on ${plural(shown.length, 'day')} of the last ${DAYS}, most on ${dayText(new Date(loudest.day))}`
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label={words} className="inline-block align-middle">
      <title>{words}</title>
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} stroke="var(--line)" />
      {shown.map(({ day, occurrences, at }) => {
        const height = Math.max(LEAST, ((HEIGHT - 2) * occurrences) / most)
        const isNews = tone !== null && since !== null && day >= since.slice(0, 10)
        return (
          <rect
            key={day}
            x={at * STEP}
            y={HEIGHT - 1 - height}
            width={STEP - 1}
            height={height}
            fill={isNews ? `var(--${tone})` : 'var(--text-3)'}
          />
        )
      })}
    </svg>
  )
}
