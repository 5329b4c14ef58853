/** What a column of a file of results can be taken as. */
export type Role =
  | 'item'
  | 'configuration'
  | 'agent'
  | 'model'
  | 'variant'
  | 'benchmark'
  | 'split'
  | 'repeat'
  | 'resolved'
  | 'score'
  | 'input'
  | 'output'
  | 'cacheRead'
  | 'cacheReadBeside'
  | 'cacheWrite'
  | 'reasoning'
  | 'total'
  | 'cost'
  | 'seconds'
  | 'milliseconds'
  | 'minutes'
  | 'calls'
  | 'error'
  | 'at'
  | 'session'

/** Names each role goes by, best first, in lower case with `_` between the words. */
const NAMES: Record<Role, readonly string[]> = {
  item: words(
    'item item_id item_key instance_id instance task_id task testcase test_case case_id case problem_id problem',
  ).concat(words('question_id example_id sample_id scenario_id scenario test_id test id key')),
  configuration: words(
    'configuration config configuration_id config_name condition arm treatment candidate system_name',
  ),
  agent: words('agent agent_name agent_id harness scaffold system'),
  model: words('model model_name model_name_or_path model_id llm'),
  variant: words('variant mode effort reasoning_effort edit_format prompt prompt_version'),
  benchmark: words('benchmark benchmark_name dataset dataset_name suite experiment experiment_name'),
  split: words('split subset fold'),
  repeat: words(
    'repeat repetition replicate trial trial_id trial_number epoch attempt run_number run_index iteration seed',
  ),
  resolved: words(
    'resolved is_resolved solved is_solved success successful succeeded is_success passed pass is_passed',
  ).concat(words('correct is_correct outcome verdict status result')),
  score: words('score reward final_score mean_score accuracy grade points value pass_rate'),
  input: words('input_tokens prompt_tokens tokens_in tokens_sent tokens_input total_input_tokens total_prompt_tokens'),
  output: words('output_tokens completion_tokens tokens_out tokens_received tokens_output total_output_tokens').concat(
    words('total_completion_tokens'),
  ),
  cacheRead: words('cached_tokens cached_input_tokens cache_tokens cached_prompt_tokens'),
  cacheReadBeside: words('cache_read_tokens cache_read_input_tokens input_tokens_cache_read cache_read'),
  cacheWrite: words('cache_write_tokens cache_creation_tokens cache_creation_input_tokens input_tokens_cache_write'),
  reasoning: words('reasoning_tokens reasoning_output_tokens thinking_tokens'),
  total: words('total_tokens tokens tokens_total token_count n_tokens tokens_used'),
  cost: words('cost cost_usd total_cost total_cost_usd instance_cost usd price cost_in_usd cost_dollars dollars'),
  seconds: words('seconds duration duration_s duration_sec duration_seconds wall_time wall_s wall_seconds elapsed')
    .concat(words('elapsed_s elapsed_seconds time time_s time_seconds runtime runtime_seconds latency latency_s'))
    .concat(words('latency_seconds total_time total_seconds execution_time wall_s_lower_bound')),
  milliseconds: words('duration_ms latency_ms elapsed_ms time_ms runtime_ms wall_ms milliseconds'),
  minutes: words('minutes duration_minutes duration_min elapsed_minutes time_minutes'),
  calls: words(
    'calls api_calls n_calls num_calls llm_calls model_calls requests num_turns turns n_turns instance_calls',
  ),
  error: words('error error_message error_type failure failure_mode failure_reason exception exit_error'),
  at: words('at timestamp completed_at finished_at ended_at end_time created_at started_at start_time date datetime'),
  session: words('session_id session trajectory_id'),
}

function words(text: string): string[] {
  return text.split(' ')
}

const ROLE_OF = new Map(
  Object.entries(NAMES).flatMap(([role, names]) => names.map((name, rank) => [name, { role: role as Role, rank }])),
)

/** `Instance ID`, `instanceId` and `instance-id` are one name. */
const plainName = (name: string): string =>
  name
    .slice(0, 200)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/\([^)]*\)|[^a-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')

/** Which column was taken as what, and which were not. */
export interface Columns {
  taken: ReadonlyMap<Role, string>
  others: readonly string[]
}

/** Reads names of columns generously; of two for one role the better known is taken, the other is kept as it is. */
export function columnsOf(names: readonly string[]): Columns {
  const best = new Map<Role, { name: string; rank: number }>()
  for (const name of names) {
    const found = ROLE_OF.get(plainName(name))
    if (found === undefined) continue
    const held = best.get(found.role)
    if (held === undefined || found.rank < held.rank) best.set(found.role, { name, rank: found.rank })
  }
  const taken = new Map([...best].map(([role, { name }]) => [role, name] as const))
  const used = new Set(taken.values())
  return { taken, others: names.filter((name) => !used.has(name)) }
}

const OUTCOMES: readonly Role[] = ['resolved', 'score']
const AMOUNTS: readonly Role[] = ['input', 'output', 'total', 'cost', 'seconds', 'milliseconds', 'minutes', 'calls']

/** Whether such columns are results of items: an item, and what came of it or what it took. */
export function areResults({ taken }: Columns): boolean {
  const outcome = OUTCOMES.some((role) => taken.has(role))
  const configured = (['configuration', 'agent', 'model'] as const).some((role) => taken.has(role))
  const amounts = AMOUNTS.filter((role) => taken.has(role)).length
  return taken.has('item') && (outcome || (configured && amounts > 0))
}
