'use client'

import { Section } from '@/components/ui/anchored-section'
import { useWidth } from '@/components/ui/use-width'
import { type ValueAxis, valueAxis } from '@/lib/experiments/value-axis'
import { rateWords, stretchWords } from '@/lib/patterns/detail-words'
import type { HitRateWire, PatternDetail } from '@/lib/patterns/schema'

const FIRST_WIDTH = 260
const [ROW, FOOT] = [40, 20]
/** Of 100: an axis needs a length where nothing was hit, or nothing ran. */
const LEAST_AXIS = 10
const ROW_GRID = 'grid grid-cols-[minmax(0,150px)_minmax(0,1fr)_44px] gap-x-3'
const TONES = { before: '--text-3', after: '--ok', since: '--bad' } as const
const rate = (value: number) => value.toFixed(1)

/** Runs hit of 100 that could have met it, before and after a fix. A storm in one run is one run. */
export function RatesSection({ pattern }: { pattern: PatternDetail }) {
  const { rates, fixAt } = pattern
  return (
    <Section id="rates" title="Runs hit, per 100 exposed" about="with 95 % interval">
      {rates.length === 0 ? (
        <p className="text-3">None of its occurrences has a time: runs cannot be told apart by it.</p>
      ) : (
        <>
          <Rates rates={rates} hasFix={fixAt !== null} />
          <p className="pt-2 text-12 text-3">{rateWords(pattern)}</p>
        </>
      )}
    </Section>
  )
}

function Rates({ rates, hasFix }: { rates: readonly HitRateWire[]; hasFix: boolean }) {
  const { ref, width } = useWidth<HTMLDivElement>(FIRST_WIDTH)
  const values = [0, LEAST_AXIS, ...rates.flatMap(({ per100, ci }) => [...(ci ?? []), per100 ?? 0])]
  const axis = valueAxis(values, { from: 8, to: width - 12 })
  return (
    <div>
      <div className={ROW_GRID}>
        <span />
        <div ref={ref} />
        <span />
      </div>
      {rates.map((each) => (
        <Stretch key={each.stretch} rate={each} hasFix={hasFix} axis={axis} width={width} />
      ))}
      <div className={ROW_GRID}>
        <span />
        <svg aria-hidden="true" width={width} height={FOOT} className="block text-11" fill="var(--text-3)">
          {axis.ticks.map(({ value, px }) => (
            <text key={value} x={px} y={14} textAnchor="middle">
              {value}
            </text>
          ))}
        </svg>
      </div>
    </div>
  )
}

interface StretchProps {
  rate: HitRateWire
  hasFix: boolean
  axis: ValueAxis
  width: number
}

function Stretch({ rate: one, hasFix, axis, width }: StretchProps) {
  const { label, about } = stretchWords(one, hasFix)
  const { per100, ci, stretch } = one
  return (
    <div className={ROW_GRID}>
      <span className="grid content-center text-12">
        {label}
        <span className="text-3">{about}</span>
      </span>
      <svg aria-hidden="true" width={width} height={ROW} className="block text-11">
        {axis.ticks.map(({ value, px }) => (
          <path
            key={value}
            d={`M${Math.round(px) + 0.5} 0V${ROW}`}
            stroke={value === 0 ? 'var(--line-strong)' : 'var(--line)'}
          />
        ))}
        {per100 === null || ci === null ? (
          <text x={14} y={ROW / 2 + 4} className="fill-3">
            no exposure yet
          </text>
        ) : (
          <Interval from={axis.at(ci[0])} to={axis.at(ci[1])} at={axis.at(per100)} tone={TONES[stretch]} />
        )}
      </svg>
      <span className="self-center text-right">
        {per100 === null || ci === null ? (
          <span className="text-3">–</span>
        ) : (
          <>
            <b className="font-semibold">{rate(per100)}</b>
            <span className="sr-only">
              {' '}
              of 100, 95 % interval {rate(ci[0])} to {rate(ci[1])}
            </span>
          </>
        )}
      </span>
    </div>
  )
}

function Interval({ from, to, at, tone }: { from: number; to: number; at: number; tone: string }) {
  const y = ROW / 2
  return (
    <>
      <path
        d={`M${from} ${y}H${to}M${from} ${y - 5}v10M${to} ${y - 5}v10`}
        fill="none"
        stroke="var(--text-2)"
        strokeWidth={1.2}
      />
      <rect x={at - 4.5} y={y - 4.5} width={9} height={9} fill={`var(${tone})`} />
    </>
  )
}
