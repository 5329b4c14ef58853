import { maskConfig } from '@/lib/jobs/mask-config'
import { type Fact, known } from '@/lib/validity/fact'
import type { FieldName } from '@/lib/validity/fields'

/** A record that may hold settings, and where it stands; of a configuration its sections count too. */
export interface SettingSource {
  values: Readonly<Record<string, unknown>>
  evidence: string
  sections?: boolean
}

/** Names under which systems record each field; those of the record that stands nearer to the run win. */
const KEYS: Partial<Record<FieldName, readonly string[]>> = {
  commit: ['git_commit_sha', 'commit_sha', 'commit_hash', 'git_commit', 'commit'],
  model_map: [
    ...['model_mapping_hash', 'model_mapping', 'model_map', 'models', 'model', 'base_model', 'modelRequested'],
    ...['policy_model', 'proposer_model', 'reflection_model', 'reasoning_effort', 'effortRequested'],
  ],
  configuration: ['stack', 'agent', 'configuration'],
  item_set: ['heldout_seeds', 'instance_ids', 'item_set'],
  seeds: [
    'seed',
    'seeds',
    'random_seed',
    'train_seeds',
    'train_shuffle_seed',
    'heldout_shuffle_seed',
    'shuffle_seed',
    'shuffle_seeds',
  ],
  budget: [
    ...['search_rollout_budget', 'rolloutBudget', 'max_rollouts', 'rollout_budget', 'budget', 'max_total_rollouts'],
    ...['max_cost_usd', 'max_tokens_total', 'timeout', 'timeout_seconds', 'max_phases', 'max_iterations', 'max_turns'],
  ],
  prices: ['pricing_usd_per_1m', 'price_table'],
  switches: [
    ...['switches', 'feature_flags', 'kill_switches', 'cache_mode', 'rollout_concurrency'],
    ...['approval_policy', 'approval-policy', 'sandbox', 'permissionMode'],
  ],
  judge: ['judge_model', 'judge', 'verifier', 'verifier_model'],
  tool_versions: ['tool_versions', 'agentVersion', 'inspect', 'versions', 'cli_version', 'sdk_version'],
  plan: ['plan_spec_hash', 'plan_hash', 'run_spec_hash'],
}

/** Fields whose keys say the same thing: the first that is there counts. */
const SYNONYMS: readonly FieldName[] = ['commit', 'configuration', 'plan']

/** What Autopack's tools write where nothing was known. */
const PLACEHOLDERS = new Set(['', 'placeholder', 'unknown', 'null', 'none', 'n/a'])

const isSaid = (value: unknown) =>
  value !== null && value !== undefined && !(typeof value === 'string' && PLACEHOLDERS.has(value.trim().toLowerCase()))

/** A value as text that is equal for equal values: keys are sorted. */
export function canonical(value: unknown): string {
  return typeof value === 'string' ? value : written(value, 0)
}

const DEPTH_MAX = 20

function written(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (depth > DEPTH_MAX) return '"…"'
  if (Array.isArray(value)) return `[${value.map((item) => written(item, depth + 1)).join(',')}]`
  const keys = Object.keys(value).sort()
  const at = new Map(Object.entries(value))
  return `{${keys.map((key) => `${JSON.stringify(key)}:${written(at.get(key), depth + 1)}`).join(',')}}`
}

const SECTIONS_DEEP = 3
const PLACES_MAX = 8

/** Every value with its path, sections first read whole. */
function* entriesOf(values: object, deep: number, path = ''): Generator<[path: string, key: string, value: unknown]> {
  const sections: [string, object][] = []
  for (const [key, value] of Object.entries(values)) {
    yield [path + key, key, value]
    if (deep > 0 && typeof value === 'object' && value !== null && !Array.isArray(value)) sections.push([key, value])
  }
  for (const [key, section] of sections) yield* entriesOf(section, deep - 1, `${path}${key}.`)
}

/** What the records say of a field by name, secrets masked, and where. */
export function settingsOf(field: FieldName, sources: readonly SettingSource[]) {
  const names = KEYS[field] ?? []
  const keys = new Set(names)
  const found = new Map<string, unknown>()
  const places = new Set<string>()
  for (const { values, evidence, sections = false } of sources) {
    for (const [path, key, value] of entriesOf(values, sections ? SECTIONS_DEEP : 0)) {
      if (!keys.has(key) || found.has(path) || !isSaid(value)) continue
      found.set(path, value)
      places.add(`${evidence}: ${path}`)
    }
  }
  const first = SYNONYMS.includes(field) ? names.find((name) => found.has(name)) : undefined
  const { value } = maskConfig(first === undefined ? Object.fromEntries(found) : { [first]: found.get(first) })
  return { values: value, evidence: [...places].slice(0, PLACES_MAX).join('; ') }
}

/** The same as text: one value as it stands, several as a map; null when none says anything. */
export function settingOf(field: FieldName, sources: readonly SettingSource[]): Fact<string> | null {
  const { values, evidence } = settingsOf(field, sources)
  const entries = Object.entries(values)
  const [only] = entries
  if (only === undefined) return null
  return known(canonical(entries.length === 1 ? only[1] : values), evidence)
}
