/**
 * What two arms are held against each other on. Each is controlled unless it is declared as what varies. The name is that of
 * its check; `covers` names fields that differ by necessity when this one is what varies.
 */
interface Field {
  /** At the beginning of a sentence. */
  label: string
  /** What it is, for help and documents. */
  about: string
  /** "is" unless the label is a plural. */
  plural?: true
  covers?: readonly string[]
}

export const FIELDS = {
  commit: { label: 'Code version', about: 'commit of the code that ran' },
  model_map: {
    label: 'Requested models',
    about: 'which model was asked for, by role, or the hash of that map',
    plural: true,
    covers: ['observed_models'],
  },
  observed_models: { label: 'Observed models', about: 'which models answered, by the usage recorded', plural: true },
  configuration: {
    label: 'Configuration',
    about: 'agent, stack or column of a table; with its models and versions',
    covers: ['model_map', 'observed_models', 'tool_versions'],
  },
  plan: { label: 'Plan', about: 'goal and planned phases' },
  item_set: { label: 'Item set', about: 'items that were to be solved' },
  seeds: { label: 'Seeds', about: 'seeds of everything random', plural: true },
  budget: { label: 'Budget', about: 'tokens, rollouts, time or money that might be used' },
  prices: { label: 'Prices', about: 'table that costs come from', plural: true },
  switches: { label: 'Switches', about: 'features that were on or off', plural: true },
  judge: { label: 'Judge', about: 'model or harness that scored' },
  tool_versions: { label: 'Tool versions', about: 'versions of the agent and its harness', plural: true },
} as const satisfies Record<string, Field>

export type FieldName = keyof typeof FIELDS
export const FIELD_NAMES = Object.keys(FIELDS) as [FieldName, ...FieldName[]]

export const fieldOf = (name: FieldName): Field => FIELDS[name]

/** Whether two values of a field are one: commits may be cut, everything else is compared as it stands. */
export function isSameValue(name: FieldName, a: string, b: string): boolean {
  if (name !== 'commit') return a === b
  const [one, other] = [a.trim().toLowerCase(), b.trim().toLowerCase()]
  if (one === other) return true
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return /^[0-9a-f]{7,64}$/.test(short) && /^[0-9a-f]{7,64}$/.test(long) && long.startsWith(short)
}
