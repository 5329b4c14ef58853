import type { Analysis } from '@/lib/experiments/analysis-schema'
import { detectableWords } from '@/lib/experiments/detectable-words'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { StepSection } from './step-section'

interface DetectableSectionProps {
  experiment: ExperimentDetail
  analysis: Analysis
}

/** What so many pairs could have shown, before what they show. */
export function DetectableSection({ experiment, analysis }: DetectableSectionProps) {
  const { sentences, isBelowFloor } = detectableWords(experiment.metric, analysis)
  const [first, ...rest] = sentences
  return (
    <StepSection step={2} title="What could have been seen?">
      <p className="max-w-prose text-14">
        {isBelowFloor ? <b>{first}</b> : first} {rest.join(' ')}
      </p>
    </StepSection>
  )
}
