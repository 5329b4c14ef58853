import { writeFileSync } from 'node:fs'
import path from 'node:path'

const DAY_MS = 86_400_000
const PROJECT = '/work/gallery'
const RUNS = 6
/** Uploads of each run that fail, by bucket. */
const FAILED = [
  ['store-1', 'store-1', 'store-2'],
  ['store-1'],
  [],
  ['store-1', 'store-2'],
  ['store-1', 'store-1'],
  ['store-1', 'store-2', 'store-1'],
] as const

export const UPLOADS = FAILED.flat().length
export const UPLOADS_TO_SECOND = FAILED.flat().filter((bucket) => bucket === 'store-2').length

const line = (record: object) => `${JSON.stringify({ v: 1, ...record })}\n`

/** Six runs of one project, three days apart, in which uploads fail, and a failure much like those. */
export function writePatternPageRecords(folder: string, now = Date.now()): void {
  const lines = FAILED.flatMap((buckets, index) => {
    const begin = now - (RUNS - index) * 3 * DAY_MS
    const at = (minute: number) => new Date(begin + minute * 60_000).toISOString()
    const runId = `nightly-${index + 1}`
    const about = { runId, name: `Nightly ${index + 1}`, project: PROJECT, status: 'failed' }
    const failures = buckets.map((bucket, nth) =>
      line({
        ...{ kind: 'failure', failureId: `${runId}-${nth}`, runId, phaseId: 'upload', at: at(nth + 1) },
        message: `Upload of '/img/${index}${nth}.png' to bucket '${bucket}' failed: HTTP 503 Service Unavailable`,
      }),
    )
    const other = line({
      ...{ kind: 'failure', failureId: `${runId}-other`, runId, phaseId: 'upload', at: at(20) },
      message: `Upload of '/img/${index}.png' to bucket 'store-1' was refused: HTTP 413 Payload Too Large`,
    })
    return [
      line({ kind: 'phase', runId, phaseId: 'upload', index: 0, name: 'Upload', status: 'failed', startedAt: at(0) }),
      ...failures,
      ...(index === 5 ? [other] : []),
      line({ kind: 'run', ...about, startedAt: at(0), endedAt: at(30) }),
    ]
  })
  writeFileSync(path.join(folder, 'gallery.ndjson'), lines.join(''))
}
