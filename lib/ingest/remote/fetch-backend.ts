import 'server-only'
import { type BackendAddress, jobAddress, sessionsAddress } from '@/lib/sources/synth/backend-address'
import type { PathProblem } from '../walk-paths'
import type { AskBackend } from './ask-backend'
import { askJob } from './ask-job'
import { PART_LIMITS, type PartLimits, PartsAsked } from './ask-parts'
import { askSessions } from './ask-sessions'
import { BackendProblem } from './backend-problem'
import { KeptFile } from './kept-file'
import { listJobs } from './list-jobs'

export interface FetchFrom {
  address: BackendAddress
  backend: AskBackend
  dataDir: string
  now: () => Date
  limits?: PartLimits
  onJob?: (done: number, total: number) => void
}

export interface Fetched {
  /** Addresses of which answers are kept, and which can be imported. */
  addresses: string[]
  problems: PathProblem[]
}

/**
 * Asks a backend for its jobs and sessions and keeps the answers beside the database; nothing is written into it. What
 * fails is told, and the rest goes on unless nothing more can be asked.
 */
export async function fetchBackend(from: FetchFrom): Promise<Fetched> {
  const fetched: Fetched = { addresses: [], problems: [] }
  const { base, jobKey } = from.address
  try {
    const jobs = jobKey === null ? await allJobs(from, fetched) : new Map([[jobKey, null]])
    await fetchJobs(from, jobs, fetched)
    if (jobKey === null) await fetchOne(from, sessionsAddress(base), fetched, askSessions)
  } catch (error) {
    if (!(error instanceof BackendProblem)) throw error
    fetched.problems.push({ path: jobKey === null ? base : jobAddress(base, jobKey), reason: error.message })
  }
  return fetched
}

async function allJobs({ backend, limits = PART_LIMITS, address }: FetchFrom, fetched: Fetched) {
  const { jobs, problems } = await listJobs(backend, limits)
  for (const { place, reason } of problems) fetched.problems.push({ path: `${address.base}${place}`, reason })
  return jobs
}

async function fetchJobs(from: FetchFrom, jobs: ReadonlyMap<string, unknown>, fetched: Fetched): Promise<void> {
  let done = 0
  for (const [jobKey, listed] of jobs) {
    from.onJob?.(done, jobs.size)
    try {
      await fetchOne(from, jobAddress(from.address.base, jobKey), fetched, (asked) => askJob(asked, jobKey, listed))
    } catch (error) {
      const left = jobs.size - done - 1
      if (!(error instanceof BackendProblem) || left === 0) throw error
      throw new BackendProblem(`${error.message} ${left.toLocaleString('en')} more jobs were not asked for.`)
    }
    done += 1
  }
  from.onJob?.(done, jobs.size)
}

/** Asks for one thing and keeps what is answered, also when asking breaks off. */
async function fetchOne(
  { backend, dataDir, now, limits = PART_LIMITS }: FetchFrom,
  address: string,
  fetched: Fetched,
  ask: (asked: PartsAsked) => Promise<void>,
): Promise<void> {
  const asked = new PartsAsked(backend, new KeptFile(dataDir, address), limits)
  try {
    await ask(asked)
  } finally {
    asked.finish(now())
    const { kept } = asked.file
    const isThere = kept.value('job') !== null || kept.valuesBelow('session/').length > 0 || kept.count('events') > 0
    if (isThere) fetched.addresses.push(address)
    else for (const { reason } of asked.problems) fetched.problems.push({ path: address, reason })
  }
}
