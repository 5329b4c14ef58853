import 'server-only'
import { statusClass } from '@/lib/model/status'
import { isObject } from '@/lib/sources/codex/json-value'
import { JsonCells } from '@/lib/sources/json-cells'
import { jobFields, LIST_NAMES } from '@/lib/sources/synth/backend-reader'
import { lastSeq } from '@/lib/sources/synth/kept-answers'
import { lastSteps } from '@/lib/sources/synth/metrics'
import { jobStatus } from '@/lib/sources/synth/states'
import { firstOf, isMissing, type PartsAsked } from './ask-parts'

/** Where a job's parts are answered; prompt learning has addresses of its own, which know more of its jobs. */
function pathsOf(jobKey: string, part = ''): string[] {
  const id = encodeURIComponent(jobKey)
  const learning = `/learning/jobs/${id}${part}`
  const online = `/prompt-learning/online/jobs/${id}${part}`
  const others = [`/rl/jobs/${id}${part}`, `/orchestration/jobs/${id}${part}`]
  return jobKey.startsWith('pl_') ? [online, learning] : [learning, ...others]
}

/**
 * Asks for everything that is new of one job: its record, runs and time line as they are, events and metrics from where
 * the last import ended.
 * @param listed the job as the list of jobs has it; null when it was named by the operator
 */
export async function askJob(asked: PartsAsked, jobKey: string, listed: unknown): Promise<void> {
  const { file, backend } = asked
  const before = file.kept.value('job')
  await asked.part('job', async () => {
    file.set('job', await jobRecord(asked, jobKey, listed))
  })
  const isSettled = before !== null && before === file.kept.value('job') && hasEnded(before)
  const id = encodeURIComponent(jobKey)
  await asked.part('events', () => askEvents(asked, jobKey))
  await asked.part('points', () => askMetrics(asked, jobKey, isSettled))
  const runs = [`/learning/jobs/${id}/runs`, `/jobs/${id}/runs`]
  await asked.part('runs', async () => file.set('runs', await firstOf(backend, runs)))
  await asked.part('timeline', async () => {
    file.set('timeline', await firstOf(backend, [`/learning/jobs/${id}/timeline`]))
  })
}

async function jobRecord({ backend }: PartsAsked, jobKey: string, listed: unknown): Promise<unknown> {
  try {
    return await firstOf(backend, pathsOf(jobKey))
  } catch (error) {
    if (isMissing(error) && listed !== null) return listed
    throw error
  }
}

function hasEnded(job: unknown): boolean {
  const fields = jobFields(job)
  const { status } = jobStatus(fields === null ? null : new JsonCells(fields).text('status', 'state'), null)
  return statusClass(status) === 'succeeded' || statusClass(status) === 'failed'
}

/** Events page by page; each page has to lead on from the one before. */
async function askEvents(asked: PartsAsked, jobKey: string): Promise<void> {
  const { file, limits } = asked
  const paths = pathsOf(jobKey, '/events')
  let since = lastSeq(file.kept.items('events'))
  for (;;) {
    const full = asked.full('events', file.kept.count('events'))
    if (full) return asked.tell('events', full)
    const query = { ...(since !== null && { since_seq: since }), limit: limits.page }
    const items = await asked.page('events', { paths, names: LIST_NAMES.events, query })
    if (items === null || items.length === 0) return
    const added = file.add('events', items)
    const reached = lastSeq(items)
    if (reached !== null && (since === null || reached > since)) since = reached
    else if (items.length < limits.page) return
    else return asked.tell('events', standstill('events', since === null ? null : `event ${since}`, added))
  }
}

const standstill = (what: string, after: string | null, added: number) =>
  after === null
    ? `the ${what} have no numbers, so that only the first page of them can be asked for`
    : `the backend answers with ${added === 0 ? 'the same' : 'earlier'} ${what} again after ${after}; no more are asked for`

/**
 * Metrics by name, each from its own last step: one place for all of them would skip what a slower one still writes. Steps
 * begin at 0, which is a step.
 */
async function askMetrics(asked: PartsAsked, jobKey: string, isSettled: boolean): Promise<void> {
  const { file, limits } = asked
  const reached = new Map<string, number>(readSteps(file.kept.value('steps')))
  const found = isSettled ? { names: [], isWhole: false } : await askNames(asked, jobKey)
  if (found.isWhole)
    for (const [name, step] of lastSteps({ items: file.kept.items('points'), wrapper: {} }))
      if (found.names.includes(name) && !reached.has(name)) reached.set(name, step)
  const names = [...new Set([...reached.keys(), ...found.names])]
  if (names.length > limits.names)
    asked.tell('points', `there are more than ${limits.names} names of metrics; the others are not read`)
  for (const name of names.slice(0, limits.names)) {
    if (!(await askMetric(asked, jobKey, name, reached))) return
  }
}

const readSteps = (value: unknown): [string, number][] =>
  (Array.isArray(value) ? value : []).filter(
    (pair): pair is [string, number] =>
      Array.isArray(pair) && typeof pair[0] === 'string' && Number.isSafeInteger(pair[1]),
  )

const metricPaths = (jobKey: string) => {
  const [first = '', second = ''] = pathsOf(jobKey, '/metrics')
  return jobKey.startsWith('pl_') ? [second, first] : [first, second]
}

/** The names there are: in one page when it holds all points, else page by page over the steps. */
async function askNames(asked: PartsAsked, jobKey: string): Promise<{ names: string[]; isWhole: boolean }> {
  const names = new Set<string>()
  let after: number | null = null
  for (let pages = 1; names.size <= asked.limits.names; pages += 1) {
    const query = { ...(after !== null && { after_step: after }), limit: asked.limits.page }
    const items = await asked.page('points', { paths: metricPaths(jobKey), names: LIST_NAMES.points, query })
    if (items === null) break
    asked.file.add('points', items)
    for (const item of items) {
      const name = isObject(item) ? new JsonCells(item).line('name') : null
      if (name !== null) names.add(name)
    }
    if (items.length < asked.limits.page) return { names: [...names], isWhole: pages === 1 }
    // What is told by the first metric that is asked for by its name.
    if (asked.full('points', asked.file.kept.count('points')) !== null) break
    const furthest = Math.max(...lastSteps({ items, wrapper: {} }).values())
    // The last step of a page may go on in the next one; a page of one step alone has to be left behind.
    const next: number = after === null || furthest - 1 > after ? furthest - 1 : furthest
    if (!Number.isSafeInteger(furthest) || (after !== null && next <= after)) break
    after = next
  }
  return { names: [...names], isWhole: false }
}

/** One metric to its end. @returns false when nothing more fits */
async function askMetric(
  asked: PartsAsked,
  jobKey: string,
  name: string,
  reached: Map<string, number>,
): Promise<boolean> {
  const { file, limits } = asked
  for (;;) {
    const full = asked.full('points', file.kept.count('points'))
    if (full) {
      asked.tell('points', full)
      return false
    }
    const after = reached.get(name)
    const query = { name, ...(after !== undefined && { after_step: after }), limit: limits.page }
    const items = await asked.page('points', { paths: metricPaths(jobKey), names: LIST_NAMES.points, query })
    if (items === null) return false
    file.add('points', items)
    const last = lastSteps({ items, wrapper: {} }).get(name)
    const isFurther = last !== undefined && (after === undefined || last > after)
    if (isFurther) reached.set(name, last)
    if (isFurther || after !== undefined) file.set('steps', [...reached])
    if (isFurther && items.length > 0) continue
    if (items.length >= limits.page)
      asked.tell(
        'points',
        standstill('points', after === undefined ? null : `step ${after} of ${name.slice(0, 100)}`, 0),
      )
    return true
  }
}
