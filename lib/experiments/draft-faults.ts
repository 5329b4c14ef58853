/** Fields of the form at which something can be wrong. */
export const FAULT_FIELDS = [
  'name',
  'hypothesis',
  'control',
  'treatment',
  'pairing',
  'pairs',
  'metric',
  'primary',
  'alpha',
  'power',
  'planned',
  'effect',
  'varied',
  'seed',
] as const
export type FaultField = (typeof FAULT_FIELDS)[number]
export type DraftFaults = { readonly [field in FaultField]?: string }

interface Issue {
  code?: string | undefined
  path: readonly PropertyKey[]
  message: string
}

/** What a field wants, where the schema's own words are those of a program. */
const WANTED: { readonly [place: string]: string } = {
  name: 'A name is needed, of at most 300 characters',
  hypothesis: 'At most 4,000 characters',
  alpha: 'A number from 0.000001 to 0.5, such as 0.05',
  power: 'A number from 0.5 to 0.999, such as 0.8',
  planned: 'A whole number of pairs, from 1 on',
  effect: 'A number, such as 0.05 or 0.9',
  seed: 'A whole number from 0 to 4,294,967,295',
  varied: 'At most 20 fields',
  'arm.runs': 'At least one run is needed, and at most 10,000',
  'arm.tag': 'A tag is needed',
  'arm.jobId': 'A job is needed',
  'arm.configuration': 'The name of a configuration is needed',
  'arm.split': 'At most 300 characters',
}

const FIELDS: { readonly [name: string]: FaultField } = {
  ...Object.fromEntries(FAULT_FIELDS.map((field) => [field, field])),
  pairBy: 'pairing',
  unit: 'pairing',
  smallestEffect: 'effect',
}

/** What is wrong, at the field where it is; the first of each. What belongs to no field stands at the name. */
export function faultsOf(issues: readonly Issue[]): DraftFaults {
  const faults: { [field in FaultField]?: string } = {}
  for (const { code, path, message } of issues) {
    const [first, second] = path.map(String)
    const field = Object.hasOwn(FIELDS, first ?? '') ? FIELDS[first ?? ''] : undefined
    const place = field === 'control' || field === 'treatment' ? `arm.${second}` : (field ?? '')
    const wanted = code === 'custom' ? undefined : WANTED[place]
    faults[field ?? 'name'] ??= wanted ?? sentence(message)
  }
  return faults
}

/** Of a refused request: the fields as the server names them, such as `control.runs[0]`. */
export function serverFaults(details: unknown): DraftFaults {
  const issues = typeof details === 'object' && details !== null && 'issues' in details ? details.issues : []
  if (!Array.isArray(issues)) return {}
  return faultsOf(
    issues.flatMap((issue: unknown) =>
      typeof issue === 'object' && issue !== null && 'field' in issue && 'message' in issue
        ? [{ path: String(issue.field).split(/[.[\]]+/), message: String(issue.message) }]
        : [],
    ),
  )
}

const sentence = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
