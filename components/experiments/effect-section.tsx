import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { HostileText } from '@/components/ui/hostile-text'
import { StatusMark } from '@/components/ui/status'
import type { Analysis } from '@/lib/experiments/analysis-schema'
import type { ExperimentMetric } from '@/lib/experiments/definition'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { percentText, ratioText, reasonOf } from '@/lib/experiments/number-words'
import { primaryEffect, primaryPlace } from '@/lib/experiments/primary-effect'
import { OUTCOME_WORDS } from '@/lib/experiments/words'
import { EffectChart } from './effect-chart'
import { StepSection } from './step-section'

/** The effect with its interval, then the sentence that follows from both. Withheld: the reasons, and no number. */
export function EffectSection({ experiment, children }: { experiment: ExperimentDetail; children?: ReactNode }) {
  const { analysis, withheld, metric, arms } = experiment
  if (analysis === null)
    return (
      <StepSection step={2} title="Effect">
        <EmptyState
          kind="nothing-yet"
          title={withheld === null ? 'No result' : 'The comparison is refused, so no effect is shown'}
        >
          <p>
            {withheld === null ? (
              `${arms.control.quality} in control, ${arms.treatment.quality} in treatment.`
            ) : (
              <HostileText text={withheld} max={600} />
            )}
          </p>
          {withheld === null ? null : (
            <p>
              The checks above say why. Going on in spite of them needs a reason, which stamps every page and export as
              exploratory.
            </p>
          )}
          {withheld === null ? null : children}
        </EmptyState>
      </StepSection>
    )
  return (
    <StepSection step={3} title="Effect" meta={ratesWords(metric, analysis)}>
      <Drawn metric={metric} analysis={analysis} />
      <p className="mt-3 max-w-note border-accent border-l-[3px] py-0.5 pl-4 text-16">
        <HostileText text={analysis.verdict} max={800} />
      </p>
      <p className="mt-2 flex items-center gap-1.5 text-12 text-2">
        <StatusMark tone={OUTCOME_WORDS[analysis.outcome].tone}>
          {analysis.outcome === 'cannot_tell' ? 'cannot tell' : `treatment is ${OUTCOME_WORDS[analysis.outcome].label}`}
        </StatusMark>
      </p>
    </StepSection>
  )
}

function Drawn({ metric, analysis }: { metric: ExperimentMetric; analysis: Analysis }) {
  const effect = primaryEffect(analysis)
  if (effect === null)
    return (
      <p className="text-2">
        {analysis.n.evaluable === 0
          ? `No quality result (0 of ${analysis.n.paired.toLocaleString('en-US')} evaluable).`
          : `No effect: ${reasonOf(analysis, primaryPlace(analysis))}.`}
      </p>
    )
  return <EffectChart metric={metric} effect={effect} analysis={analysis} />
}

/** "70.6 % [66.5, 74.4] against 65.0 % [60.7, 69.1]", or both ways to look at a ratio. */
function ratesWords(metric: ExperimentMetric, { rates, effect }: Analysis): string | undefined {
  if (metric === 'success' && rates) {
    const one = ({ rate, wilson: [low, high] }: typeof rates.control) =>
      `${percentText(rate)} [${(low * 100).toFixed(1)}, ${(high * 100).toFixed(1)}]`
    return `${one(rates.treatment)} against ${one(rates.control)}`
  }
  const ratio = effect.geometricMeanRatio
  return ratio
    ? `geometric mean ratio ${ratioText(ratio.estimate)}${effect.ratioOfSums === null ? '' : `, of the sums ${ratioText(effect.ratioOfSums)}`}`
    : undefined
}
