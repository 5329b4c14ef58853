import 'server-only'
import { alignParts } from '@/lib/compare/align-parts'
import type { CompareRunsInput, RunComparison } from '@/lib/compare/schema'
import { compareSpecifications } from '@/lib/compare/specification'
import type { Context } from '@/lib/context'
import { capTexts } from '@/lib/http/cap-texts'
import { toRunSummary } from '@/lib/runs/server/run-wire'
import { compareTranscripts } from './compare-transcripts'
import { readSide } from './run-side'
import { specificationOf } from './run-specification'
import { phasePairs, waterfallOf } from './side-wire'

/**
 * Two runs side by side: what they were told, their phases, where the tokens went otherwise, and where their transcripts
 * part first. A run may be compared with itself.
 * @throws not_found when one of the two is not there
 */
export async function compareRuns({ db }: Context, input: CompareRunsInput): Promise<RunComparison> {
  const [control, treatment] = await Promise.all([readSide(db, input.control), readSide(db, input.treatment)])
  const pairs = alignParts(control.phases, treatment.phases)
  const transcripts = await compareTranscripts(db, control.run, treatment.run)
  return capTexts({
    control: toRunSummary(control.run),
    treatment: toRunSummary(treatment.run),
    specification: compareSpecifications(
      specificationOf(control.run, control.job, control.rows),
      specificationOf(treatment.run, treatment.job, treatment.rows),
    ),
    phases: phasePairs(pairs),
    waterfall: waterfallOf(pairs, control, treatment),
    transcripts,
  })
}
