import 'server-only'
import type { Job } from '@/lib/db/generated/client'
import { textsOf } from '@/lib/http/stored-json'
import type { JobDetail } from '@/lib/jobs/schema'
import { flagLabel } from '@/lib/model/flags'

type Details = JobDetail['flagDetails'][number]
type JobFacts = Pick<
  Job,
  'flags' | 'conflictReason' | 'statusRaw' | 'ref' | 'bestScore' | 'modelRequested' | 'effortRequested'
>

function sentence(name: string, job: JobFacts): string {
  const says = job.statusRaw ?? 'it failed'
  if (name === 'status_conflict' && job.conflictReason !== null) return job.conflictReason
  if (name === 'missing_reason') return `its record says ${says} and gives no reason`
  if (name === 'score_missing') return `its record says ${job.statusRaw ?? 'it succeeded'} and gives no score`
  if (name === 'model_drift' && job.modelRequested !== null) {
    return `${job.modelRequested === '' ? 'an empty model' : job.modelRequested} was asked for; others were used`
  }
  if (name === 'effort_drift' && job.effortRequested !== null)
    return `effort ${job.effortRequested} was asked for; another was used`
  return flagLabel(name)
}

/** What was seen on the record of a job, each with a sentence and where it stands. */
export function flagDetailsOf(job: JobFacts): Details[] {
  return textsOf(job.flags).map((name) => ({ name, detail: sentence(name, job), evidence: job.ref ?? '', count: 1 }))
}
