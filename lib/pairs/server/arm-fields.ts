import 'server-only'
import { recordOf } from '@/lib/http/stored-json'
import { SYSTEMS } from '@/lib/model/systems'
import { canonical, settingOf, settingsOf } from '@/lib/pairs/settings'
import { stableHash } from '@/lib/sources/stable-hash'
import { isBaselineRun } from '@/lib/sources/synth/oneshot-keys'
import type { ArmFacts } from '@/lib/validity/arm-facts'
import { type Fact, known, notApplicable, unknown } from '@/lib/validity/fact'
import { FIELD_NAMES, type FieldName } from '@/lib/validity/fields'
import { EVIDENCE_LACKS, FORMAT_LACKS, PUBLISHER_FIXES } from '@/lib/validity/format-fields'
import { type ArmRows, settingSources } from './arm-rows'

type Found = Fact<string> | null

/** Every field of the table for one arm: recorded, fixed by a publisher, beyond its format, or not known. */
export function armFields(rows: ArmRows): ArmFacts['fields'] {
  const sources = settingSources(rows)
  const found = (name: FieldName): Fact<string> =>
    OWN[name]?.(rows) ?? settingOf(name, sources) ?? published(name, rows) ?? lacking(name, rows)
  return Object.fromEntries(FIELD_NAMES.map((name) => [name, found(name)])) as ArmFacts['fields']
}

/** Fields that stand in tables of ours, not only among settings. */
const OWN: Partial<Record<FieldName, (rows: ArmRows) => Found>> = {
  commit: (rows) => compared(rows, 'CommitSha'),
  model_map: (rows) => compared(rows, 'ModelHash'),
  observed_models: observedModels,
  configuration: ({ run }) =>
    run.system === 'claude-code' || run.system === 'codex' ? known(run.system, `run ${run.id}`) : tableColumn(run),
  plan: planOf,
  item_set: itemSet,
  budget: caps,
  prices: priceTables,
  tool_versions: sessionVersions,
}

/** A run of a table is one of its configurations, and has its name. */
const tableColumn = ({ system, name, id }: ArmRows['run']): Found =>
  system === 'results' && name !== null ? known(name, `run ${id}`) : null

/** What the source's own comparisons wrote down of this run; two that disagree are both named. */
function compared({ run, comparisons }: ArmRows, column: 'CommitSha' | 'ModelHash'): Found {
  const said = comparisons.flatMap((row) => {
    const value = row.controlRunId === run.id ? row[`control${column}`] : row[`treatment${column}`]
    return value === null || value.trim() === '' || value === 'placeholder' ? [] : [{ value, id: row.id }]
  })
  const values = [...new Set(said.map(({ value }) => value))].sort()
  if (values.length === 0) return null
  return known(
    values.join(' and '),
    said
      .map(({ id }) => id)
      .slice(0, 3)
      .join(', '),
  )
}

function observedModels({ run, models }: ArmRows): Found {
  // A name in angle brackets stands for an answer that no model gave.
  const real = models.filter((model) => !model.startsWith('<')).sort()
  return real.length === 0 ? null : known(real.join(', '), `usage of ${run.id}`)
}

const beginning = (text: string) => (text.length <= 60 ? text : `${text.slice(0, 59).toWellFormed()}…`)
const shortHash = (parts: readonly (string | number | null)[]) => stableHash(parts).slice(0, 12)

/** Goal and planned phases; of a system whose phases are what happened, the goal alone. */
function planOf({ run, job, phases, prompt }: ArmRows): Found {
  const goal = run.goal ?? prompt ?? job?.goal ?? null
  if (run.system === 'results') return null
  const planned = phases.map(({ index: _index, data, ...phase }) => canonical([phase, plannedOf(recordOf(data))]))
  if (goal === null && planned.length === 0) return benchmarkOf(job)
  const parts = [
    ...(goal === null ? [] : [`“${beginning(goal)}”`]),
    ...(planned.length === 0 ? [] : [`${planned.length} phases`]),
    `hash ${shortHash([goal, ...planned])}`,
  ]
  return known(
    parts.join(', '),
    goal === null ? `phases of ${run.id}` : `goal of ${run.goal ? run.id : (job?.id ?? run.id)}`,
  )
}

/** The other columns of a phase say how it went. */
const plannedOf = ({ scope, deployment_config }: Record<string, unknown>) => ({ scope, deployment_config })

/** An optimisation or benchmark that words no goal is planned by what it works on. */
function benchmarkOf(job: ArmRows['job']): Found {
  const name = job?.project ?? null
  return job === null || job.inferred || name === null ? null : known(name, `project of ${job.id}`)
}

/** The items there are results of; where a held-out split exists, that is what is compared. */
export function comparedItems({ items }: ArmRows): ArmRows['items'] {
  const heldOut = items.filter(({ split }) => split !== null && /^(held[-_ ]?out|test|val(idation)?)$/i.test(split))
  return heldOut.length > 0 ? heldOut : items
}

function itemSet(rows: ArmRows): Found {
  const { run, itemsCut } = rows
  // What a publisher fixed stays fixed when a row is missing; what a job declared is found among its settings.
  if (run.system === 'results') return null
  const declared = settingOf('item_set', settingSources(rows))
  if (declared) return declared
  const items = comparedItems(rows)
  if (items.length === 0 || itemsCut) return null
  const keys = [...new Set(items.map(({ itemKey }) => itemKey))].sort()
  return known(`${keys.length} items, hash ${shortHash(keys)}`, `results of ${run.id}`)
}

function caps({ run, ...rows }: ArmRows): Found {
  const own = {
    ...(run.tokenCap === null ? {} : { tokens: Number(run.tokenCap) }),
    ...(run.maxDurationMinutes === null ? {} : { minutes: run.maxDurationMinutes }),
  }
  if (Object.keys(own).length === 0) return null
  const { values } = settingsOf('budget', settingSources({ run, ...rows }))
  return known(canonical({ ...values, ...own }), `run ${run.id}`)
}

function priceTables({ run, costs }: ArmRows): Found {
  const tables = [...new Set(costs.filter((row) => row.costKind === 'computed').map((row) => row.priceTable))]
  const named = tables.filter((table) => table !== null).sort()
  if (named.length > 0 && named.length === tables.length) return known(named.join(', '), `usage of ${run.id}`)
  if (tables.length > 0) return unknown('usage')
  return null
}

function sessionVersions({ run, sessions }: ArmRows): Found {
  const versions = [...new Set(sessions.flatMap(({ systemVersion }) => systemVersion ?? []))].sort()
  return versions.length === 0 ? null : known(versions.join(', '), `sessions of ${run.id}`)
}

/** Items and harness of a table of results are its publisher's, the same for every configuration in it. */
function published(name: FieldName, { run, job }: ArmRows): Found {
  if (run.system !== 'results' || job === null || !PUBLISHER_FIXES.includes(name)) return null
  const table = beginning(job.name ?? job.nativeId)
  return known(`as in ${table} (${job.id})`, `job ${job.id}`, `fixed by the publisher of the table ${table}`)
}

/** Files of synth-ai that hold results of a comparison alone, and nothing of the program that made them. */
function synthEvidence(
  { nativeId }: ArmRows['run'],
  job: NonNullable<ArmRows['job']>,
): keyof typeof EVIDENCE_LACKS | null {
  if (job.nativeId.startsWith('gepa/')) return 'gepa'
  return isBaselineRun(nativeId) ? 'baseline' : null
}

function lacking(name: FieldName, { run, job, costs, sums }: ArmRows): Fact<string> {
  const system = SYSTEMS.find((each) => each === run.system)
  const because = system === undefined ? undefined : FORMAT_LACKS[system][name]
  if (because !== undefined) return notApplicable(because)
  if (name === 'prices') {
    const hasCost = sums.costs > 0n || costs.some(({ costKind }) => costKind !== null)
    if (!hasCost) return notApplicable('nothing of it has a cost')
    return notApplicable('its costs are as its source states them')
  }
  if (run.system === 'synth' && job !== null) {
    const evidence = synthEvidence(run, job)
    const none = evidence === null ? undefined : EVIDENCE_LACKS[evidence][name]
    if (none !== undefined) return notApplicable(none)
    // A configuration that stands there whole and names none has none.
    if (job.config !== null && (name === 'judge' || name === 'switches'))
      return notApplicable('its configuration names none')
    if (job.nativeId.startsWith('eval_')) {
      if (name === 'seeds') return notApplicable('the items of an evaluation are its seeds')
      if (name === 'plan') return notApplicable('the items of an evaluation are its plan')
    }
  }
  return unknown(run.jobId === null ? `run ${run.id}` : `run ${run.id} and its job`)
}
