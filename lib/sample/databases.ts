/** The databases of the sample as rows: the one in use, an older copy of it, and one of another machine. */

import { CREWS } from './calls'
import { addExtras, pointAtWrongTier } from './extra-rows'
import { dayStamp, type Fleet, planFleet, storyOf } from './fleet'
import { Random } from './random'
import { autopackTime, type Row, Rows } from './rows'
import { type Ending, lastMoment, planRun, type RunPlan, USUAL_PACE } from './run-plan'
import { addRun } from './run-rows'

const DAY = 86_400_000
/** Metrics were switched on this many days ago; before that no row means "not recorded". */
const METRICS_DAYS = 12
const COPY_DAYS = 6
/** When somebody set two runs of the older copy to another state. */
const CHANGED_DAYS = 5

export interface Sample {
  main: Rows
  copy: { rows: Rows; day: string }
  legacy: Rows
  plans: readonly RunPlan[]
}

/** Everything the sample holds at `now`, but for the live runs; equal seed and time give equal rows. */
export function sampleRows(seed: string, now: number): Sample {
  const fleet = planFleet(seed, now)
  const main = new Rows()
  for (const plan of fleet.plans) addRun(main, plan, { until: now, metrics: hasMetrics(plan, now), seed })
  pointAtWrongTier(main, fleet.wrongTier)
  changeLater(main, fleet, now)
  // The one tier that somebody moved on by hand.
  const tier = main.of('tiers')[0]
  if (tier) tier['state'] = 'COMPLETE'
  addExtras(main, fleet, seed, now)
  return {
    main,
    copy: copyRows(fleet, seed, now),
    legacy: legacyRows(seed, now, fleet.regressed.key),
    plans: fleet.plans,
  }
}

/**
 * An older copy of the same database. Rows keep their ids only as long as everything before them is the same, so it
 * holds the runs that were over by then, up to the first that was not.
 */
function copyRows(fleet: Fleet, seed: string, now: number): Sample['copy'] {
  const until = now - COPY_DAYS * DAY
  const rows = new Rows()
  for (const plan of fleet.plans) {
    if (lastMoment(plan) > until) break
    addRun(rows, plan, { until, metrics: hasMetrics(plan, now), seed })
  }
  for (const phase of rows.of('phases')) {
    if (phase['run_id'] === fleet.regressed.key && phase['state'] === 'FAILED') phase['state'] = 'COMPLETE'
  }
  for (const run of rows.of('runs')) if (run['id'] === fleet.regressed.key) run['state'] = 'DONE_SUCCESS'
  return { rows, day: dayStamp(until) }
}

/** The regressed run says something else since the copy was made: complete became failed. */
function changeLater(rows: Rows, fleet: Fleet, now: number): void {
  const at = autopackTime(now - CHANGED_DAYS * DAY)
  for (const run of rows.of('runs')) if (run['id'] === fleet.regressed.key) run['updated_at'] = at
  for (const phase of rows.of('phases')) {
    if (phase['run_id'] === fleet.regressed.key && phase['state'] === 'FAILED') phase['updated_at'] = at
  }
}

function hasMetrics(plan: RunPlan, now: number): boolean {
  return plan.createdAt > now - METRICS_DAYS * DAY
}

const LEGACY: readonly (readonly [story: string, age: number, ending: Ending, version: string])[] = [
  ['parcel-search', 20.7, 'failed', 'v1'],
  ['parcel-search', 20.1, 'failed-unfinished', 'v2'],
  ['parcel-search', 19.2, 'success', 'v3'],
  ['rate-limits', 18.8, 'failed', 'v1'],
  ['import-hardening', 18.1, 'failed-all-complete', 'v1'],
  ['digest-mails', 17.5, 'success', 'v1'],
  ['docs-quickstart', 17.0, 'untouched', 'v1'],
  ['proration-fix', 16.4, 'success', 'v1'],
]

/** What prompt share Autopack's first version made up for each role. */
const INVENTED_SHARE: Record<string, number> = { builder: 0.4, auditor: 0.6, doctor: 0.7 }
const LATER_COLUMNS = {
  runs: ['goal_anchor'],
  phases: [
    'phase_type',
    'scope',
    'retry_attempt',
    'revision_epoch',
    'escalation_level',
    'last_attempt_timestamp',
    'last_failure_reason',
  ],
  llm_usage_events: ['total_tokens', 'is_doctor_call', 'doctor_model', 'doctor_action', 'phase_type', 'intent'],
}

/**
 * The database of another machine, from the first version. Nothing in it agrees with the other, so it is an instance
 * of its own; one of its runs even has the same name.
 */
function legacyRows(seed: string, now: number, sharedKey: string): Rows {
  const full = new Rows()
  const specs = [...LEGACY.map(([story, age, ending, version]) => ({ story, age, ending, key: `${story}-${version}` }))]
  for (const spec of [
    ...specs,
    { story: 'thumbnail-pipeline', age: 16.1, ending: 'failed' as const, key: sharedKey },
  ]) {
    const random = new Random(`${seed} legacy ${spec.key}`)
    const plan = planRun(
      {
        key: spec.key,
        story: storyOf(spec.story),
        ending: spec.ending,
        createdAt: Math.floor(now - spec.age * DAY),
        crew: random.pick([CREWS[0], CREWS[3] ?? CREWS[0]]),
        pace: USUAL_PACE,
        timesRecorded: false,
      },
      random,
    )
    addRun(full, plan, { until: now, metrics: false, seed })
  }
  const rows = new Rows()
  for (const table of ['runs', 'tiers', 'phases', 'llm_usage_events']) {
    for (const row of full.of(table)) rows.put(table, firstVersion(table, row))
  }
  return rows
}

function firstVersion(table: string, row: Row): Row {
  const older = { ...row }
  if (table === 'llm_usage_events') {
    const total = Number(row['total_tokens'])
    const prompt = Math.floor(total * (INVENTED_SHARE[String(row['role'])] ?? 0.8))
    Object.assign(older, { prompt_tokens: prompt, completion_tokens: total - prompt })
  }
  // Written before states were stored in upper case.
  if (table === 'phases' && row['state'] === 'QUEUED' && row['phase_index'] === 3) older['state'] = 'queued'
  const later = table in LATER_COLUMNS ? LATER_COLUMNS[table as keyof typeof LATER_COLUMNS] : []
  for (const column of later) delete older[column]
  return older
}
