import 'server-only'
import { isObject } from '@/lib/sources/codex/json-value'
import { JsonCells } from '@/lib/sources/json-cells'
import { listAnswer } from '@/lib/sources/synth/answers'
import { type AskProblem, kindOf, LIST_NAMES } from '@/lib/sources/synth/backend-reader'
import type { AskBackend } from './ask-backend'
import { isMissing, type PartLimits } from './ask-parts'
import { BackendProblem } from './backend-problem'

/** Lists of jobs: the one of all kinds, the one of prompt learning, and what older backends have. */
const LISTS = ['/learning/jobs', '/prompt-learning/online/jobs'] as const
const OLDER_LISTS = ['/rl/jobs', '/orchestration/jobs'] as const
const LONGEST_LIST = 5_000
const ID_MAX = 200

export interface ListedJobs {
  /** Job id → the job as it was listed. */
  jobs: Map<string, unknown>
  problems: AskProblem[]
}

/**
 * All jobs of every kind that a backend lists. Its lists cannot be turned over, only made longer: one that is as long as
 * was asked for is asked for again, longer, as far as the backend allows.
 * @throws {BackendProblem} when there is no list at all
 */
export async function listJobs(backend: AskBackend, limits: PartLimits): Promise<ListedJobs> {
  const listed: ListedJobs = { jobs: new Map(), problems: [] }
  let missing: unknown = null
  let lists = 0
  for (const path of [...LISTS, ...OLDER_LISTS]) {
    const isOlder = OLDER_LISTS.some((older) => older === path)
    if (isOlder && lists > 0) break
    try {
      await addList(backend, path, limits, listed)
      lists += 1
    } catch (error) {
      if (!(error instanceof BackendProblem) || error.isFinal) throw error
      if (!isMissing(error)) listed.problems.push({ place: path, reason: error.message })
      missing ??= error
    }
  }
  if (lists === 0 && listed.problems.length === 0) throw missing
  return listed
}

async function addList(backend: AskBackend, path: string, limits: PartLimits, listed: ListedJobs): Promise<void> {
  let length = limits.page
  let items = await onePage(backend, path, length)
  while (items.length >= length && length < Math.min(LONGEST_LIST, limits.things)) {
    length = Math.min(length * 5, LONGEST_LIST)
    const longer = await longerOrNull(backend, path, length)
    if (longer === null || longer.length <= items.length) {
      listed.problems.push({ place: path, reason: cutWords(items.length) })
      break
    }
    items = longer
  }
  if (items.length >= LONGEST_LIST) listed.problems.push({ place: path, reason: cutWords(items.length) })
  let broken = 0
  for (const item of items.slice(0, limits.things)) {
    const key = isObject(item) ? new JsonCells(item).text('job_id', 'id')?.trim() : undefined
    if (key === undefined || !canBeAsked(key)) broken += 1
    else if (!listed.jobs.has(key)) listed.jobs.set(key, item)
  }
  if (broken > 0)
    listed.problems.push({
      place: path,
      reason: `${broken.toLocaleString('en')} of its entries are no jobs with an id`,
    })
}

const canBeAsked = (key: string) => key.length > 0 && key.length <= ID_MAX && !/^\.+$/.test(key) && key.isWellFormed()

const cutWords = (count: number) =>
  `the list ends after ${count.toLocaleString('en')} jobs and seems to be cut there; name an older job by its address (…/learning/jobs/ID) to read it`

async function onePage(backend: AskBackend, path: string, limit: number): Promise<readonly unknown[]> {
  const answer = await backend.get(path, { limit })
  const list = listAnswer(answer, LIST_NAMES.jobs)
  if (list === null) throw new BackendProblem(`the answer is no list of jobs but ${kindOf(answer)}`)
  return list.items
}

/** A backend may refuse a longer list than it likes. */
async function longerOrNull(backend: AskBackend, path: string, limit: number): Promise<readonly unknown[] | null> {
  try {
    return await onePage(backend, path, limit)
  } catch (error) {
    if (error instanceof BackendProblem && !error.isFinal) return null
    throw error
  }
}
