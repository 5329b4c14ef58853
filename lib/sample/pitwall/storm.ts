import { Random } from '@/lib/sample/random'
import { DAY_MS, iso, linesFile, MINUTE_MS, type SampleFile } from '@/lib/sample/sample-file'

const [JOB, RUN] = ['queue-drain', 'queue-drain-1']
const ERRORS = 2_000
const EVERY_MS = 210

type Fields = Record<string, unknown>
const record = (kind: string, fields: Fields): Fields => ({ v: 1, kind, ...fields })

/** A run in our own records that lost its queue at `now` minus some days: 2,000 times the same error within minutes. */
export function storm(seed: string, now: number): SampleFile {
  const random = new Random(`${seed} storm`)
  const startedAt = Math.floor(now - 2.6 * DAY_MS)
  const lostAt = startedAt + 2 * MINUTE_MS
  const endedAt = iso(lostAt + ERRORS * EVERY_MS + MINUTE_MS)
  const about = { jobId: JOB, name: 'Drain the label queue', project: 'label-service' }
  const state = { status: 'failed', startedAt: iso(startedAt), endedAt }
  const failureReason = 'The queue did not come back'
  const errors = Array.from({ length: ERRORS }, (_, index) => {
    const at = iso(lostAt + index * EVERY_MS + random.int(0, 90))
    const message = `Attempt ${index + 1}: connect ECONNREFUSED 10.0.4.21:6379`
    return record('failure', { runId: RUN, phaseId: 'drain', message, at })
  })
  return linesFile('pitwall/queue-drain.ndjson', [
    record('job', { ...about, type: 'task', ...state, failureReason }),
    record('phase', {
      runId: RUN,
      phaseId: 'drain',
      index: 0,
      name: 'Drain',
      phaseType: 'drain',
      ...state,
      failureReason,
    }),
    ...errors,
    record('run', { runId: RUN, ...about, ...state, failureReason, data: { git_commit: 'e15c7a9032d6' } }),
  ])
}
