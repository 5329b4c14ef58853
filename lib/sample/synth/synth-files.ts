import { Random } from '@/lib/sample/random'
import { DAY_MS, HOUR_MS, iso, jsonFile, MINUTE_MS, type SampleFile } from '@/lib/sample/sample-file'
import { NativeIds } from '@/lib/sample/transcripts/native-ids'
import { evidenceFiles } from './evidence-files'
import { gepaSearch } from './gepa-search'

/**
 * The jobs of synth-ai at `now`, in milliseconds: a search whose session went over its limit, a job without a score, a
 * job that failed without a reason, a pair of jobs with the baseline around it, and a comparison with runs left out.
 */
export function synthFiles(seed: string, now: number): SampleFile[] {
  const ids = new NativeIds(`${seed} synth`)
  return [
    searchedJob(seed, ids, now),
    strangeJobs(ids, now),
    ...pairRun(seed, ids, now),
    ...evidenceFiles(now - 6 * DAY_MS),
  ]
}

const jobId = (ids: NativeIds) => `pl_${ids.hex(16)}`

function searchedJob(seed: string, ids: NativeIds, now: number): SampleFile {
  const search = gepaSearch(seed, now - 27 * HOUR_MS)
  const id = jobId(ids)
  const job = {
    job_id: id,
    training_type: 'prompt_learning',
    name: 'support intents',
    status: 'succeeded',
    created_at: iso(search.startedAt - 20_000),
    started_at: iso(search.startedAt),
    finished_at: iso(search.endedAt),
    updated_at: iso(search.endedAt),
    model_id: 'gpt-4.1-mini',
    best_score: search.best,
    baseline_score: search.baseline,
    config: searchConfig(),
    metadata: { algorithm: 'gepa' },
  }
  return jsonFile(`synth/jobs/${id}.json`, {
    job,
    events: search.events,
    metrics: { points: search.points },
    timeline: search.timeline,
    sessions: [overLimit(id, ids, search)],
  })
}

/** Holds a key, as configurations do: it must not be seen on any page. */
const searchConfig = () => ({
  prompt_learning: {
    algorithm: 'gepa',
    task_app_url: 'http://127.0.0.1:8102',
    task_app_api_key: 'sample-only-not-a-key',
    gepa: { rollout_budget: 240, proposer: { model: 'gpt-4.1' }, population: 8 },
    initial_prompt: { messages: [{ role: 'system', pattern: 'Name the intent of the message in one word.' }] },
  },
})

/** The limit was reached before the end, and nothing stopped the job. */
function overLimit(
  id: string,
  ids: NativeIds,
  { startedAt, endedAt, totalUsd }: { startedAt: number; endedAt: number; totalUsd: number },
): Record<string, unknown> {
  const exceeded_at = iso(startedAt + 0.8 * (endedAt - startedAt))
  const limit_value = Math.round(totalUsd * 80) / 100
  return {
    session_id: `sess_${ids.hex(16)}`,
    session_type: 'job',
    status: 'limit_exceeded',
    created_at: iso(startedAt),
    ended_at: iso(endedAt),
    limit_exceeded_reason: 'cost_usd',
    current_usage: { cost_usd: totalUsd, gpu_hours: 0 },
    limits: [
      {
        ...{ limit_id: `lim_${ids.hex(8)}`, limit_type: 'hard', metric_type: 'cost_usd', limit_value },
        ...{ current_usage: totalUsd, exceeded_at },
      },
      { limit_type: 'rolling_window', metric_type: 'tokens', limit_value: 1_000_000, window_seconds: 3_600 },
    ],
    metadata: { job_id: id, task: 'support intents' },
  }
}

/** One says that it succeeded and names no score, the other that it failed and names no reason. */
function strangeJobs(ids: NativeIds, now: number): SampleFile {
  const job = (name: string, hours: number, more: object) => ({
    job_id: jobId(ids),
    training_type: 'prompt_learning',
    name,
    model_id: 'gpt-4.1-nano',
    created_at: iso(now - hours * HOUR_MS),
    started_at: iso(now - hours * HOUR_MS + MINUTE_MS),
    updated_at: iso(now - hours * HOUR_MS + 31 * MINUTE_MS),
    finished_at: iso(now - hours * HOUR_MS + 31 * MINUTE_MS),
    ...more,
  })
  return jsonFile('synth/jobs/jobs.json', {
    jobs: [
      job('refund policy', 52, { status: 'succeeded', best_score: null, error: null }),
      job('address parser', 75, { status: 'failed', best_score: null, error: null }),
    ],
    total: 2,
  })
}

const PAIR_TASKS = 12

/** A folder of two jobs, with the same tasks measured before and after. */
function pairRun(seed: string, ids: NativeIds, now: number): SampleFile[] {
  const startedAt = now - 4 * DAY_MS
  const stamp = iso(startedAt).slice(0, 19).replaceAll('-', '').replace('T', '__').replaceAll(':', '-')
  const folder = `synth/runs/pair_${stamp}`
  const random = new Random(`${seed} synth pair`)
  const before = Array.from({ length: PAIR_TASKS }, () => (random.chance(0.5) ? 1 : 0))
  const after = before.map((reward) => (reward === 1 || random.chance(0.4) ? 1 : 0))
  const job = (name: string, minutes: number, best_score: number) => ({
    ...{ job_id: jobId(ids), training_type: 'prompt_learning', name, status: 'succeeded', best_score },
    ...{ model_id: 'gpt-4.1-mini', error: null },
    created_at: iso(startedAt + minutes * MINUTE_MS),
    started_at: iso(startedAt + minutes * MINUTE_MS + 4_000),
    finished_at: iso(startedAt + (minutes + 18) * MINUTE_MS),
    updated_at: iso(startedAt + (minutes + 18) * MINUTE_MS),
  })
  return [
    jsonFile(`${folder}/baseline_before.json`, baseline(before)),
    jsonFile(`${folder}/jobs/first.json`, job('labels, first half', 6, mean(before))),
    jsonFile(`${folder}/jobs/second.json`, job('labels, second half', 26, mean(after))),
    jsonFile(`${folder}/baseline_after.json`, baseline(after)),
  ]
}

const mean = (rewards: readonly number[]) => rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length

const baseline = (rewards: readonly number[]) => ({
  baseline_id: 'parcel-labels',
  split: 'test',
  model: 'gpt-4.1-mini',
  results: rewards.map((outcome_reward, seed) => ({ seed, outcome_reward, success: true })),
  aggregate_metrics: {
    mean_outcome_reward: mean(rewards),
    success_rate: 1,
    total_tasks: rewards.length,
    successful_tasks: rewards.length,
  },
})
