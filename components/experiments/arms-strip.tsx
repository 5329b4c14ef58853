import { NumberStrip } from '@/components/ui/number-strip'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { ExperimentMetric } from '@/lib/experiments/definition'
import type { ArmSummary, ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { plural } from '@/lib/experiments/words'
import { formatInteger } from '@/lib/time/format-quantity'
import { ArmMark } from './arm-mark'

/** Who is compared, and how many pairs there are: planned, run, evaluable, excluded by cause and arm. */
export function ArmsStrip({ experiment }: { experiment: ExperimentDetail }) {
  const { arms, planned, matching, exclusions, definition, withheld } = experiment
  const { pairs, evaluablePairs } = matching
  const unit = definition.unit === 'item' ? 'item' : 'run'
  return (
    <div className="bleed page-x border-line border-b md:flex">
      <section aria-label="Arms" className="grid content-start gap-1 py-3.5 md:w-[30%] md:flex-none md:pr-4">
        <span className="text-12 text-2">Control → treatment</span>
        {(['control', 'treatment'] as const).map((arm) => (
          <Arm key={arm} arm={arm} summary={arms[arm]} isWithheld={withheld !== null} metric={experiment.metric} />
        ))}
      </section>
      <div className="min-w-0 flex-1 [&>section]:mx-0! [&>section]:border-b-0! [&>section]:px-0! md:[&>section>*:first-child]:border-l! md:[&>section>*:first-child]:pl-4!">
        <NumberStrip
          label="Pairs"
          numbers={[
            planned === null
              ? { label: 'Pairs planned', value: 'not recorded', unknown: true, detail: 'nobody fixed a number' }
              : { label: 'Pairs planned', value: formatInteger(planned), detail: `one ${unit} each` },
            {
              label: 'Run',
              value: formatInteger(pairs),
              detail: pairs === 0 ? `no ${unit} in both arms` : 'both arms present',
            },
            { label: 'Evaluable', value: formatInteger(evaluablePairs), detail: 'a value in both arms' },
            {
              label: 'Excluded',
              value: formatInteger(pairs - evaluablePairs),
              detail: exclusionWords(exclusions),
              tone: pairs > 0 && evaluablePairs === 0 ? 'bad' : undefined,
            },
          ]}
        />
      </div>
    </div>
  )
}

interface ArmProps {
  arm: 'control' | 'treatment'
  summary: ArmSummary
  metric: ExperimentMetric
  /** Quality of both arms side by side would be an effect. */
  isWithheld: boolean
}

function Arm({ arm, summary, metric, isWithheld }: ArmProps) {
  const { label, quality, evaluable, observations, unmatched } = summary
  const isEffort = metric !== 'success' && metric !== 'reward'
  const hasQuality = summary.judged > 0 ? !isWithheld : !isEffort
  const words = !hasQuality ? `${formatInteger(evaluable)} of ${plural(observations, 'result')} evaluable` : quality
  return (
    <span className="grid">
      <span className="flex min-w-0 items-center gap-1.5 text-14">
        <ArmMark arm={arm} />
        <span className="sr-only">{arm}: </span>
        <bdi className="min-w-0 truncate" title={plainText(label)}>
          {plainText(middleTruncate(label, 60))}
        </bdi>
      </span>
      <span className="pl-4 text-12 text-3">
        {words}
        {unmatched > 0 ? `, ${formatInteger(unmatched)} unmatched` : ''}
      </span>
    </span>
  )
}

/** "control 3 (infra 2, not recorded 1), treatment 0": results, by arm and cause. */
function exclusionWords(exclusions: ExperimentDetail['exclusions']) {
  if (exclusions.length === 0) return 'control 0, treatment 0'
  const of = (arm: 'control' | 'treatment') => {
    const rows = exclusions.filter((row) => row.arm === arm)
    const count = rows.reduce((sum, row) => sum + row.count, 0)
    const causes = rows.map(({ cause, count: each }) => `${plainText(cause, 60)} ${formatInteger(each)}`).join(', ')
    return `${arm} ${formatInteger(count)}${causes === '' ? '' : ` (${causes})`}`
  }
  return <span className="whitespace-normal">{`results: ${of('control')}; ${of('treatment')}`}</span>
}
