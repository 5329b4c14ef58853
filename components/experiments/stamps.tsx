import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { ToneShape } from '@/components/ui/tone-shape'
import { plainText } from '@/components/ui/visible-text'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { stampsOf } from '@/lib/experiments/stamps'

/** What has to be known before anything below is believed. */
export function Stamps({ experiment }: { experiment: ExperimentDetail }) {
  return stampsOf(experiment).map(({ key, word, text, isQuiet }) => (
    <p
      key={key}
      className={cx(
        'bleed page-x flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5 border-line border-b py-2 text-13 text-2',
        isQuiet ? 'bg-sunken' : 'bg-warn-tint',
      )}
    >
      <b className={cx('inline-flex items-center gap-1.5 text-12', isQuiet ? 'text-2' : 'text-warn')}>
        <ToneShape tone={isQuiet ? 'idle' : 'warn'} />
        {plainText(word, 60)}
      </b>
      <span className="min-w-0 max-w-note">
        <HostileText text={text} max={600} />
      </span>
    </p>
  ))
}
