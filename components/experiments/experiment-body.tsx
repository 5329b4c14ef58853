'use client'

import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { ArmChoice } from './arm-choice'
import { ArmsStrip } from './arms-strip'
import { DetectableSection } from './detectable-section'
import { EffectSection } from './effect-section'
import { Exports } from './exports'
import { HeadlinesSection } from './headlines-section'
import { MatrixSection } from './matrix-section'
import { MeasuresSection } from './measures-section'
import { OperatorActions } from './operator-actions'
import { OverrideButton } from './override-button'
import { OverrideInForce } from './override-in-force'
import { PairsSection } from './pairs-section'
import { PointsSection } from './points-section'
import { Stamps } from './stamps'
import { UnmatchedSection } from './unmatched-section'
import type { ExperimentPlace } from './use-experiment-place'
import { ValiditySection } from './validity-section'
import { VersionsSection } from './versions-section'

interface ExperimentPartProps {
  experiment: ExperimentDetail
  place: ExperimentPlace
}

/** Counts, conditions, power, effect, measures, pairs: an effect is never shown before what it rests on. */
export function ExperimentBody({ experiment, place }: ExperimentPartProps) {
  const { analysis, unmatched, matrix, points, headlines } = experiment
  return (
    <>
      <Stamps experiment={experiment} />
      <div className="flex justify-end pt-2 md:hidden">
        <Exports id={experiment.id} place={place} narrow />
      </div>
      <div className="flex flex-wrap items-end gap-x-4">
        <ArmChoice experiment={experiment} place={place} />
        <OverrideInForce experiment={experiment} fleet={place.fleet} />
        <OperatorActions experiment={experiment} place={place} />
      </div>
      <ArmsStrip experiment={experiment} />
      <ValiditySection experiment={experiment} />
      {analysis === null ? (
        <EffectSection experiment={experiment}>
          <OverrideButton experiment={experiment} place={place} />
        </EffectSection>
      ) : (
        <>
          <DetectableSection experiment={experiment} analysis={analysis} />
          <EffectSection experiment={experiment} />
          <MeasuresSection experiment={experiment} analysis={analysis} />
        </>
      )}
      <PairsSection experiment={experiment} place={place} />
      {unmatched.total > 0 ? <UnmatchedSection experiment={experiment} fleet={place.fleet} /> : null}
      {matrix === null ? null : <MatrixSection matrix={matrix} place={place} />}
      {experiment.withheld === null && points.some(({ rate }) => rate !== null) ? (
        <PointsSection points={points} />
      ) : null}
      {headlines.length > 0 ? <HeadlinesSection headlines={headlines} /> : null}
      <VersionsSection experiment={experiment} />
    </>
  )
}
