import { LowerBound, Unit } from '@/components/ui/num'
import { NumberStrip, type StripNumber } from '@/components/ui/number-strip'
import { comingBack } from '@/lib/patterns/detail-words'
import type { PatternDetail } from '@/lib/patterns/schema'
import { plural } from '@/lib/patterns/words'
import { durationParts, exactTime, shortDate } from '@/lib/time/format'
import { compactParts, formatInteger } from '@/lib/time/format-quantity'

const MINUTE_MS = 60_000
const UNKNOWN = { value: 'not recorded', unknown: true } as const

/** Five figures: how often, how wide, how it comes back, and what it cost. */
export function PatternNumbers({ pattern, nowMs }: { pattern: PatternDetail; nowMs: number }) {
  return <NumberStrip label="Figures of this pattern" numbers={numbersOf(pattern, nowMs)} />
}

function numbersOf(pattern: PatternDetail, nowMs: number): StripNumber[] {
  const { occurrences, runs, sessions, phases, firstSeenAt, lastSeenAt } = pattern
  const back = comingBack(pattern)
  const seen =
    firstSeenAt === null || lastSeenAt === null
      ? 'no time is recorded'
      : `${shortDate(firstSeenAt, nowMs)} to ${shortDate(lastSeenAt, nowMs)}`
  return [
    {
      label: 'Times',
      value: formatInteger(occurrences),
      detail: seen,
      ...(lastSeenAt === null ? {} : { title: `last seen ${exactTime(lastSeenAt)}` }),
    },
    {
      label: 'Runs',
      value: formatInteger(runs),
      detail: `${plural(sessions, 'session')}, ${plural(phases, 'phase')}`,
    },
    {
      label: back.label,
      ...(back.value === null
        ? UNKNOWN
        : {
            value: (
              <>
                {back.value}
                {back.unit === '' ? null : <Unit>{back.unit}</Unit>}
              </>
            ),
          }),
      detail: back.about,
    },
    { label: 'Minutes lost', ...minutes(pattern) },
    { label: 'Tokens wasted', ...tokens(pattern) },
  ]
}

type Spent = Pick<PatternDetail, 'minutesWasted' | 'tokensWasted' | 'wasteIsLowerBound'>

const boundWords = ({ wasteIsLowerBound }: Spent, what: string) =>
  wasteIsLowerBound ? `at least: some occurrences record no ${what}` : 'in failing attempts, each counted once'

function minutes(pattern: Spent): Pick<StripNumber, 'value' | 'unknown' | 'detail' | 'title'> {
  const { minutesWasted, wasteIsLowerBound } = pattern
  if (minutesWasted === null) return { ...UNKNOWN, detail: 'no occurrence tells how long its attempt took' }
  const shown = minutesWasted < 100 ? minutesWasted.toLocaleString('en-US') : formatInteger(minutesWasted)
  const whole = durationParts(minutesWasted * MINUTE_MS)
  return {
    value: (
      <>
        {wasteIsLowerBound ? <LowerBound /> : null}
        {shown}
      </>
    ),
    detail: boundWords(pattern, 'tokens or time'),
    title: whole.map(({ value, unit }) => `${value} ${unit}`).join(' '),
  }
}

function tokens(pattern: Spent): Pick<StripNumber, 'value' | 'unknown' | 'detail' | 'title'> {
  const { tokensWasted, wasteIsLowerBound } = pattern
  if (tokensWasted === null) return { ...UNKNOWN, detail: 'no failing attempt records its tokens' }
  const { value, unit } = compactParts(tokensWasted)
  return {
    value: (
      <>
        {wasteIsLowerBound ? <LowerBound /> : null}
        {value}
        {unit === '' ? null : <Unit>{unit}</Unit>}
      </>
    ),
    detail: boundWords(pattern, 'tokens'),
    title: `${formatInteger(tokensWasted)} tokens`,
  }
}
