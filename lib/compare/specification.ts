/** What two runs were told to do, field by field. Pure. */

export const SPEC_GROUPS = ['asked', 'plan', 'configuration', 'recorded'] as const
export type SpecGroup = (typeof SPEC_GROUPS)[number]

export interface SpecField {
  group: SpecGroup
  name: string
  /** What is compared, whole; null: not recorded. */
  value: string | null
  /** What may be shown of it: secrets replaced. */
  shown: string | null
}

export const SPEC_STATES = ['differs', 'control_only', 'treatment_only', 'same', 'unknown'] as const
export type SpecState = (typeof SPEC_STATES)[number]

export interface SpecRow {
  group: SpecGroup
  name: string
  state: SpecState
  control: string | null
  treatment: string | null
}

function stateOf(control: string | null, treatment: string | null): SpecState {
  if (control === null) return treatment === null ? 'unknown' : 'treatment_only'
  if (treatment === null) return 'control_only'
  return control === treatment ? 'same' : 'differs'
}

const keyOf = ({ group, name }: SpecField) => `${group} ${name}`

/** Fields of one group stand together, in the order of the control; what only the treatment has follows them. */
export function compareSpecifications(control: readonly SpecField[], treatment: readonly SpecField[]): SpecRow[] {
  const others = new Map(treatment.map((field) => [keyOf(field), field]))
  const rowOf = (left: SpecField | undefined, right: SpecField | undefined): SpecRow[] => {
    const field = left ?? right
    if (!field) return []
    const state = stateOf(left?.value ?? null, right?.value ?? null)
    const { group, name } = field
    return [{ group, name, state, control: left?.shown ?? null, treatment: right?.shown ?? null }]
  }
  const own = new Set(control.map(keyOf))
  const rows = [
    ...control.flatMap((field) => rowOf(field, others.get(keyOf(field)))),
    ...treatment.filter((field) => !own.has(keyOf(field))).flatMap((field) => rowOf(undefined, field)),
  ]
  return SPEC_GROUPS.flatMap((group) => rows.filter((row) => row.group === group))
}

/** Fields that one record may have; a configuration of more is cut, and its last field says so. */
const FIELDS_MAX = 300
const DEPTH_MAX = 8

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The leaves of a record by their dotted names; lists are leaves. */
function leavesOf(record: Readonly<Record<string, unknown>>, above: string, depth: number): [string, unknown][] {
  return Object.entries(record).flatMap(([name, value]): [string, unknown][] =>
    isRecord(value) && depth < DEPTH_MAX ? leavesOf(value, `${above}${name}.`, depth + 1) : [[above + name, value]],
  )
}

/**
 * A record as fields of a specification.
 * @param masked the same record with its secrets replaced: what is shown is looked up there by name
 */
export function fieldsOf(
  group: SpecGroup,
  record: Readonly<Record<string, unknown>>,
  masked: Readonly<Record<string, unknown>>,
): SpecField[] {
  const shown = new Map(leavesOf(masked, '', 0))
  const fields = leavesOf(record, '', 0).map(([name, value]): SpecField => {
    const text = textOf(value)
    // A name that was itself a secret has another one in the masked record.
    const cover = shown.has(name) ? textOf(shown.get(name)) : text === null ? null : '[hidden]'
    return { group, name: shown.has(name) ? name : '[hidden]', value: text, shown: cover }
  })
  if (fields.length <= FIELDS_MAX) return fields
  const rest = fields.slice(FIELDS_MAX)
  const all = JSON.stringify(rest.map(({ name, value }) => [name, value]))
  const more: SpecField = { group, name: 'further fields', value: all, shown: `${rest.length} fields` }
  return [...fields.slice(0, FIELDS_MAX), more]
}
