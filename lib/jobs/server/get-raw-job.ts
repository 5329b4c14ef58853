import 'server-only'
import type { Context } from '@/lib/context'
import { notFound } from '@/lib/errors'
import { maskText } from '@/lib/jobs/mask-text'
import type { JobRawRecord } from '@/lib/jobs/part-schema'
import type { JobIdInput } from '@/lib/jobs/schema'
import { readRaw } from '@/lib/sessions/server/read-raw'

const NOT_READ = { line: null, from: null, text: null, bytes: null, truncated: false, masked: 0 } as const

/**
 * The record that a job was read from, as it stands in its file but for its secrets; at most 4 MiB.
 * @throws not_found
 */
export async function getRawJob({ db }: Context, { id }: JobIdInput): Promise<JobRawRecord> {
  const job = await db.job.findUnique({ where: { id }, select: { ref: true, contentId: true } })
  if (!job) throw notFound('job', id)
  const content = job.contentId === null ? null : await db.content.findUnique({ where: { id: job.contentId } })
  const place = { jobId: id, path: content?.path ?? null, ref: job.ref }
  if (!content) return { ...place, ...NOT_READ, missing: 'no record of its own: only others name it' }
  const raw = await readRaw(db, content, job.ref)
  const { value, masked } = raw.text === null ? { value: null, masked: 0 } : maskText(raw.text)
  return { ...place, ...raw, text: value, masked }
}
