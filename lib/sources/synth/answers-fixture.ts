/** Answers as the backend gives them; a test changes what it is about. */
export const JOB = 'pl_0123456789abcdef'
export const AT = '2026-02-03T04:05:06.000Z'
export const event = (seq: number | null, type: string, data: object = {}, more: object = {}) => ({
  ...(seq === null ? {} : { seq }),
  type,
  message: `${type} happened`,
  level: 'info',
  created_at: AT,
  data,
  ...more,
})

export const job = {
  job_id: JOB,
  training_type: 'prompt_learning',
  status: 'running',
  created_at: AT,
  updated_at: '2026-02-03T04:10:00Z',
  model_id: 'policy-1',
  name: 'intent prompts',
  config: { prompt_learning: { initial_prompt: { messages: [{ role: 'system', pattern: 'Name the intent.' }] } } },
  best_score: null,
}

export const session = {
  session_id: 'sess_0123456789abcdef',
  org_id: 'org',
  status: 'limit_exceeded',
  created_at: AT,
  ended_at: '2026-02-03T05:00:00Z',
  limit_exceeded_reason: 'cost',
  current_usage: { tokens: 1_000, cost_usd: 2.5 },
  limits: [
    {
      limit_id: 'lim_1',
      limit_type: 'hard',
      metric_type: 'cost_usd',
      limit_value: 2,
      current_usage: 2.5,
      exceeded_at: AT,
    },
    { limit_type: 'rolling_window', metric_type: 'tokens', limit_value: 5_000, window_seconds: 3_600 },
  ],
  session_type: 'job',
  metadata: { job_id: JOB },
}
