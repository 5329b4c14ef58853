/** The runs that are alive: one works for about forty minutes, and soon after its end the next begins. */
import { CREWS } from './calls'
import { dayStamp, storyOf } from './fleet'
import { Random } from './random'
import { Rows } from './rows'
import { LIVE_PACE, lastMoment, planRun, type RunPlan } from './run-plan'
import { addRun } from './run-rows'

const MINUTE = 60_000
/** The first has been at work for a while when the sample is made. */
const HEAD_START = 17 * MINUTE
const PAUSE = 1.5 * MINUTE
const LIVE_STORIES = ['parcel-search', 'permission-log', 'api-paging'] as const
/** Room for the rows of one live run in each table, above every id of the fleet. */
const FIRST_ID = 1_000_000
const IDS_PER_RUN = 10_000

/** Rows of every live run that something happened to after `from`, as they stand at `to`. Times are milliseconds. */
export function liveRows(seed: string, base: number, from: number, to: number): Rows[] {
  return livePlans(seed, base, to).flatMap((plan, index) => {
    if (lastMoment(plan) < from) return []
    const rows = new Rows(FIRST_ID + index * IDS_PER_RUN)
    addRun(rows, plan, { until: to, metrics: true, seed })
    return [rows]
  })
}

let remembered: { seed: string; base: number; plans: RunPlan[] } | null = null

/** Each run begins after the one before it, so they are planned from the first on; those known are not planned again. */
function livePlans(seed: string, base: number, to: number): RunPlan[] {
  const known = remembered?.seed === seed && remembered.base === base ? remembered.plans : []
  const plans = [...known]
  for (;;) {
    const last = plans.at(-1)
    const start = last ? lastMoment(last) + PAUSE : base - HEAD_START
    if (start > to) break
    plans.push(livePlan(seed, plans.length, start))
  }
  remembered = { seed, base, plans }
  return plans.filter((plan) => plan.createdAt <= to)
}

function livePlan(seed: string, index: number, createdAt: number): RunPlan {
  const random = new Random(`${seed} live ${index}`)
  const story = storyOf(LIVE_STORIES[index % LIVE_STORIES.length] ?? LIVE_STORIES[0])
  const hour = new Date(createdAt).toISOString().slice(11, 16).replace(':', '')
  return planRun(
    {
      key: `${story.stem}-${dayStamp(createdAt)}-${hour}`,
      story,
      ending: index % 4 === 2 ? 'failed' : 'success',
      createdAt,
      crew: random.pick([CREWS[0], CREWS[1] ?? CREWS[0], CREWS[4] ?? CREWS[0]]),
      pace: LIVE_PACE,
      timesRecorded: true,
      tokenCap: 5_000_000,
    },
    random,
  )
}
