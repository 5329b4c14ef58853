'use client'

import { useMemo, useState, useSyncExternalStore } from 'react'
import { fillColour } from '@/components/charts/fills'
import { Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { useWidth } from '@/components/ui/use-width'
import { plainText } from '@/components/ui/visible-text'
import { MARK_WORDS, timeOf } from '@/lib/sessions/entry-words'
import type { SessionDetail, TokenPoint } from '@/lib/sessions/schema'
import {
  momentX,
  perResponse,
  STRIP_CLASSES,
  slotOf,
  stripMarks,
  stripPaths,
  stripTimes,
  stripTop,
} from '@/lib/sessions/strip-model'
import { exactTime } from '@/lib/time/format'
import { formatCompact, formatInteger, formatPercent } from '@/lib/time/format-quantity'
import { TONE_TEXT } from '@/lib/tone'
import type { PositionStore } from './position-store'

const HEIGHT = 92
const LEFT = 44

interface TokenStripProps {
  session: SessionDetail
  position: PositionStore
  onPickTime: (at: string) => void
  onPickMark: (entryId: string, index: number) => void
}

/** Tokens of each response along the conversation, with what went wrong on the same axis. A click goes there. */
export function TokenStrip({ session, position, onPickTime, onPickMark }: TokenStripProps) {
  const [asTable, setAsTable] = useState(false)
  const { points } = session
  if (points.length === 0) return <NoTokens session={session} />
  return (
    <section aria-labelledby="tokens-title" className="pt-3 pb-3">
      <div className="mb-1 flex min-h-6 flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <h2 id="tokens-title" className="font-semibold text-14">
          Tokens per response
        </h2>
        <span className="text-12 text-3">{aboutPoints(session)}</span>
        <span className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-0.5 text-12 text-2">
          <Legend session={session} />
          <button
            type="button"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
            className="text-accent hover:underline"
          >
            {asTable ? 'View as chart' : 'View as table'}
          </button>
        </span>
      </div>
      {asTable ? (
        <PointTable points={points} />
      ) : (
        <Strip session={session} position={position} onPickTime={onPickTime} onPickMark={onPickMark} />
      )}
    </section>
  )
}

function NoTokens({ session: { dropped } }: { session: SessionDetail }) {
  return (
    <p className="pt-4 pb-3 text-12 text-3">
      {dropped.events > 0
        ? 'Every response written here counts in another session.'
        : 'No response with tokens is recorded in this session.'}
    </p>
  )
}

function aboutPoints({ events, points, usage }: SessionDetail): string {
  const sent = (usage.input ?? 0) + (usage.cacheRead ?? 0) + (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0)
  const cached =
    sent > 0 && usage.cacheRead ? `; ${formatPercent(usage.cacheRead / sent)} of what was sent came from the cache` : ''
  const together =
    events >= 2 * points.length ? `, a bar is the mean of about ${Math.round(events / points.length)}` : ''
  return `${formatInteger(events)} ${events === 1 ? 'response' : 'responses'}${together}${cached}`
}

function Legend({ session: { usage } }: { session: SessionDetail }) {
  const write =
    usage.cacheWrite5m === null && usage.cacheWrite1h === null
      ? null
      : (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0)
  const amounts = { ...usage, cacheWrite: write }
  return STRIP_CLASSES.filter(({ key }) => amounts[key] !== null).map(({ key, label, fill }) => (
    <span key={key} className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 flex-none self-center">
        <rect width="10" height="10" rx="2" fill={fillColour(fill)} />
      </svg>
      {label} <Num value={amounts[key]} lowerBound={key === 'output' && usage.lowerBound.includes('output')} />
    </span>
  ))
}

function Strip({ session, position, onPickTime, onPickMark }: TokenStripProps) {
  const { ref, width } = useWidth<HTMLDivElement>(900)
  const { points, marks } = session
  const frame = useMemo(() => ({ left: LEFT, width: width - LEFT, top: 6, height: HEIGHT - 30 }), [width])
  const bottom = frame.top + frame.height
  const paths = useMemo(() => stripPaths(points, frame), [points, frame])
  const shownMarks = useMemo(() => stripMarks(points, frame, marks), [points, frame, marks])
  const top = stripTop(points)
  const pick = (x: number) => {
    const { each } = slotOf(points, frame)
    const at = points[Math.min(points.length - 1, Math.max(0, Math.floor((x - LEFT) / each)))]?.at
    if (at) onPickTime(at)
  }
  return (
    <div ref={ref} className="overflow-x-clip">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the failures and jump list do the same by key */}
      <svg
        role="img"
        aria-label={`Tokens per response, up to ${formatInteger(Math.round(top))}`}
        width={width}
        height={HEIGHT}
        className="block cursor-pointer"
        onClick={(event) => pick(event.clientX - event.currentTarget.getBoundingClientRect().left)}
      >
        {[0.5, 1].map((share) => (
          <path key={share} d={`M${LEFT} ${bottom - share * frame.height}H${width}`} stroke="var(--line)" />
        ))}
        {[0, 0.5, 1].map((share) => (
          <text
            key={share}
            x={LEFT - 6}
            y={bottom - share * frame.height + 4}
            textAnchor="end"
            className="fill-3 text-11"
          >
            {axisText(top * share)}
          </text>
        ))}
        {STRIP_CLASSES.map(({ key, fill }) =>
          paths[key] ? <path key={key} d={paths[key]} fill={fillColour(fill)} /> : null,
        )}
        <path d={`M${LEFT} ${bottom + 0.5}H${width}`} stroke="var(--line-strong)" />
        {stripTimes(points, frame).map(({ x, text }) => (
          <text key={x} x={x} y={HEIGHT - 2} className="fill-3 text-11">
            {text}
          </text>
        ))}
        {shownMarks.map(({ x, mark }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the jump list does the same by key
          <path
            key={`${mark.entryId} ${x}`}
            d={`M${x} ${bottom + 3}l4 6h-8z`}
            className={TONE_TEXT[MARK_WORDS[mark.kind].tone]}
            fill={MARK_WORDS[mark.kind].tone === 'idle' ? 'var(--surface)' : 'currentColor'}
            stroke="currentColor"
            onClick={(event) => {
              event.stopPropagation()
              onPickMark(mark.entryId, mark.index)
            }}
          >
            <title>{plainText(`${timeOf(mark.at)} ${MARK_WORDS[mark.kind].label}: ${mark.line}`, 200)}</title>
          </path>
        ))}
        <Here position={position} points={points} frame={frame} bottom={bottom} />
      </svg>
    </div>
  )
}

/** Round numbers need no decimals: 50 k, 1 M. */
const axisText = (tokens: number) => formatCompact(Math.round(tokens)).replace(/\.0+(?=\D)/, '')

interface HereProps {
  position: PositionStore
  points: readonly TokenPoint[]
  frame: Parameters<typeof momentX>[1]
  bottom: number
}

/** Where the reader is. Alone in following the scroll. */
function Here({ position, points, frame, bottom }: HereProps) {
  const at = useSyncExternalStore(position.subscribe, position.get, () => null)
  if (at === null) return null
  const x = momentX(points, frame, at)
  return <path d={`M${x} 2V${bottom + 2}`} stroke="var(--accent)" strokeWidth="1.5" className="pointer-events-none" />
}

function PointTable({ points }: { points: readonly TokenPoint[] }) {
  return (
    <div className="max-h-80 overflow-y-auto">
      <Table label="Tokens per response">
        <thead>
          <tr>
            <Th className="static!">Time</Th>
            <Th numeric className="static!">
              Responses
            </Th>
            {STRIP_CLASSES.map(({ key, label }) => (
              <Th key={key} numeric className="static!">
                {label}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map((point, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: points are told apart by their place only
            <Tr key={index}>
              <Td className="text-2">{point.at === null ? 'no time' : exactTime(point.at)}</Td>
              <Td numeric>{formatInteger(point.responses)}</Td>
              {STRIP_CLASSES.map(({ key }) => (
                <Td key={key} numeric>
                  <Num
                    value={Math.round(perResponse(point, key))}
                    lowerBound={key === 'output' && point.outputIsLowerBound}
                  />
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
