'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { Segmented } from '@/components/ui/segmented'
import type { ExperimentDetail, PairWire } from '@/lib/experiments/experiment-schema'
import { fullPairs } from '@/lib/experiments/pair-parts'
import { furtherPairsQuery } from '@/lib/experiments/queries'
import { askedOf } from '@/lib/experiments/view'
import { formatInteger } from '@/lib/time/format-quantity'
import { DifferenceHistogram } from './difference-histogram'
import { Dumbbells } from './dumbbells'
import { PairTable } from './pair-table'
import { RunningChart } from './running-chart'
import { StepSection } from './step-section'
import { StrataSection } from './strata-section'
import { SuccessSquares } from './success-squares'
import type { ExperimentPlace } from './use-experiment-place'

const AS = [
  { value: 'picture', label: 'pictures' },
  { value: 'table', label: 'table' },
] as const

interface PairsSectionProps {
  experiment: ExperimentDetail
  place: ExperimentPlace
}

/** Every pair, as pictures or as a table. */
export function PairsSection({ experiment, place }: PairsSectionProps) {
  const { analysis, matching, withheld } = experiment
  const { pairs, isPart, isBroken } = useAllPairs(experiment, place)
  const step = analysis === null ? 3 : 5
  if (withheld !== null) return null
  if (matching.pairs === 0)
    return (
      <StepSection step={step} title="Every pair">
        <EmptyState kind="nothing-yet" title="No pair">
          <p>The arms have no item or run in common. What each has alone stands below.</p>
        </EmptyState>
      </StepSection>
    )
  const meta = [
    experiment.metric === 'success'
      ? 'one square is one pair; only the coloured ones carry the test'
      : 'one line is one pair',
    ...(isPart
      ? [
          `${formatInteger(pairs.length)} of ${formatInteger(matching.pairs)} read${isBroken ? ', the others cannot be read now' : ''}`,
        ]
      : []),
    ...(matching.repeats === 'averaged' ? ['repeats are averaged inside the pair'] : []),
    ...(matching.repeats === 'clusters' ? ['repeats are pairs of one cluster'] : []),
  ].join('; ')
  return (
    <StepSection
      step={step}
      title="Every pair"
      meta={meta}
      actions={<Segmented label="Shown as" value={place.view.as} options={AS} onChange={(as) => place.go({ as })} />}
    >
      {place.view.as === 'table' ? (
        <PairTable experiment={experiment} pairs={pairs} place={place} />
      ) : (
        <Pictures experiment={experiment} pairs={pairs} isPart={isPart} />
      )}
    </StepSection>
  )
}

interface PicturesProps {
  experiment: ExperimentDetail
  pairs: readonly PairWire[]
  /** More pairs are to come. */
  isPart: boolean
}

function Pictures({ experiment, pairs, isPart }: PicturesProps) {
  const full = useMemo(() => fullPairs(pairs), [pairs])
  const { metric, analysis, matching, strata } = experiment
  if (full.length === 0)
    return (
      <p className="text-2">
        No quality result (0 of {formatInteger(matching.pairs)} evaluable): there is nothing to draw. The table names
        the causes.
      </p>
    )
  return (
    <>
      {metric === 'success' ? (
        <SuccessSquares pairs={full} />
      ) : (
        <>
          <Dumbbells metric={metric} pairs={full} arms={experiment.arms} />
          <DifferenceHistogram metric={metric} pairs={full} analysis={analysis} />
          {analysis === null || isPart ? null : <RunningChart metric={metric} pairs={full} analysis={analysis} />}
        </>
      )}
      {strata === null ? null : <StrataSection metric={metric} strata={strata} analysis={analysis} />}
    </>
  )
}

/** The first pairs come with the experiment, the others after it. */
function useAllPairs({ id, pairList, result, matching }: ExperimentDetail, { view, fleet }: ExperimentPlace) {
  const from = { cursor: pairList.nextCursor, inputHash: result?.inputHash ?? null }
  const { data: further, error } = useQuery(furtherPairsQuery(id, askedOf(view), from, fleet))
  const pairs = useMemo(() => [...pairList.items, ...(further ?? [])], [pairList.items, further])
  return { pairs, isPart: pairs.length < matching.pairs, isBroken: error !== null }
}
