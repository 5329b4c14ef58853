'use client'

import { FILL_BACKGROUND } from '@/components/charts/fills'
import { LineChart } from '@/components/charts/line-chart'
import { Segmented } from '@/components/ui/segmented'
import { plainText } from '@/components/ui/visible-text'
import type { PlacedPoint } from '@/lib/charts/line-layout'
import { tickText } from '@/lib/charts/ticks'
import { type CandidatePoint, candidateChart } from '@/lib/jobs/candidate-chart'
import { scoreText } from '@/lib/jobs/job-words'
import type { CandidateSeries } from '@/lib/jobs/result-schema'
import type { JobDetail } from '@/lib/jobs/schema'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import type { JobPlace } from './use-job-place'

interface CandidateChartProps {
  job: Pick<JobDetail, 'baselineScore' | 'name'>
  series: CandidateSeries
  place: JobPlace
}

const OVER = [
  { value: 'rollouts', label: 'over rollouts' },
  { value: 'cost', label: 'over cost' },
] as const

/** Scores of the candidates over what they cost, with the best so far as a line and the baseline dashed. */
export function CandidateChart({ job, series, place }: CandidateChartProps) {
  const { over } = place.view
  const chart = candidateChart(series, over, job.baselineScore)
  const unplaced = over === 'rollouts' ? series.withoutRollouts : series.withoutCost
  const notes = [
    series.unscored > 0 && `${formatInteger(series.unscored)} without a score are not drawn`,
    unplaced > 0 && `${formatInteger(unplaced)} say no ${over === 'rollouts' ? 'rollouts' : 'cost'}`,
    series.cut && 'not all points are drawn; whatever set a new best is',
  ].filter((note) => note !== false)
  const xText = over === 'rollouts' ? tickText : formatMoney
  return (
    <figure className="m-0 pb-3" aria-label={`Score ${over === 'rollouts' ? 'over rollouts' : 'over cost'}`}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-2 text-12 text-2">
        <Segmented label="Drawn over" value={over} options={OVER} onChange={(next) => place.go({ over: next })} />
        <span className="inline-flex items-center gap-1.5">
          <svg width="22" height="10" aria-hidden="true">
            <path d="M0 8h8V2h14" fill="none" stroke="var(--s1)" strokeWidth="1.5" />
          </svg>
          best so far
        </span>
        {chart.legend.length > 1
          ? chart.legend.map(({ key, label, fill }) => (
              <span key={key} className="inline-flex min-w-0 items-center gap-1.5">
                <i aria-hidden="true" className={`size-2.5 flex-none rounded-[2px] ${FILL_BACKGROUND[fill]}`} />
                <bdi className="max-w-60 truncate">{plainText(label, 60)}</bdi>
              </span>
            ))
          : null}
        {notes.map((note) => (
          <span key={note} className="text-3">
            {note}
          </span>
        ))}
      </div>
      <LineChart
        name={`Score of candidates ${over === 'rollouts' ? 'over rollouts' : 'over cost'}, ${chart.summary}`}
        model={chart.model}
        yTick={scoreText}
        xTick={xText}
        about={(point) => <About point={point} of={chart.points.get(point.key)} over={over} />}
      />
      <figcaption className="pt-1 text-12 text-3">
        {over === 'rollouts' ? 'rollouts' : 'dollars'} spent by the run up to the candidate · {chart.summary}
      </figcaption>
    </figure>
  )
}

interface AboutProps {
  point: PlacedPoint
  of: CandidatePoint | undefined
  over: 'rollouts' | 'cost'
}

function About({ point, of, over }: AboutProps) {
  const at = over === 'rollouts' ? `${formatInteger(point.x)} rollouts` : formatMoney(point.x)
  if (!of) return <b>{scoreText(point.y)}</b>
  const score = (value: number | null) => (value === null ? 'not recorded' : scoreText(value))
  return (
    <>
      <b>
        <bdi>{plainText(of.nativeId, 40)}</bdi>
        {of.isBaseline ? ' · baseline' : ''}
      </b>
      <span>score {scoreText(of.score)}</span>
      <span>best so far {scoreText(of.best)}</span>
      <span className="text-2">
        train {score(of.trainScore)}, held out {score(of.heldoutScore)}
      </span>
      <span className="text-2">at {at}</span>
      {of.accepted === null ? null : <span className="text-2">{of.accepted ? 'accepted' : 'not accepted'}</span>}
    </>
  )
}
