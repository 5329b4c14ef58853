import type { JobRecord } from '@/lib/model/records'
import { BLANK_JOB } from '@/lib/sources/blank-records'

/** A group of jobs: nothing of its own but a name and what is told with it. */
export function groupJob(jobKey: string, name: string, ref: string, more: Partial<JobRecord> = {}): JobRecord {
  return {
    ...BLANK_JOB,
    jobKey,
    name,
    type: 'group',
    ref,
    ...more,
  }
}
