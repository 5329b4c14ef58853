import { ToneShape } from '@/components/ui/tone-shape'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'

/** Whether results had been shown before this version: then what it changes is no longer declared in advance. */
export function ResultsShown({ experiment: { result, earlier } }: { experiment: ExperimentDetail }) {
  const isShown = [result, ...earlier].some((one) => one !== null && one.pairs > 0)
  if (!isShown)
    return (
      <p className="max-w-note pt-4 text-2">
        No result of it has been shown yet: what this version says is declared in advance.
      </p>
    )
  return (
    <p
      data-results-shown
      className="bleed page-x flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5 border-line border-b bg-warn-tint py-2 text-13 text-2"
    >
      <b className="inline-flex flex-none items-center gap-1.5 text-12 text-warn">
        <ToneShape tone="warn" />
        Results are known
      </b>
      <span>
        Results of this experiment have been shown. The new version will say so on its page and in every report.
      </span>
    </p>
  )
}
