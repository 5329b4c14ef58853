import type { ArmFacts } from './arm-facts'
import { type Check, check, SIDES, shown } from './check'
import { knownValue } from './fact'

const NAMED = 10

const listed = (ids: readonly string[]) =>
  `${ids.slice(0, NAMED).map(shown).join(', ')}${ids.length > NAMED ? ` and ${ids.length - NAMED} more` : ''}`

/** What else was tried: a pair that was repeated until it looked good is told by its repeats. */
export function checkReruns(control: ArmFacts, treatment: ArmFacts): Check[] {
  const arms = { control, treatment }
  const others = SIDES.flatMap((side) => {
    const ids = knownValue(arms[side].reruns) ?? []
    return ids.length === 0 ? [] : [`${ids.length} of the ${side}: ${listed(ids)}`]
  })
  const superseded = SIDES.flatMap((side) => {
    const by = knownValue(arms[side].supersededBy)
    return by === null ? [] : [`the ${side} by ${shown(by)}`]
  })
  const counts = (side: 'control' | 'treatment') => {
    const ids = knownValue(arms[side].reruns)
    return ids === null ? null : String(ids.length)
  }
  const values = { control: counts('control'), treatment: counts('treatment') }
  const by = { control: knownValue(control.supersededBy), treatment: knownValue(treatment.supersededBy) }
  return [
    others.length === 0
      ? check('reruns', 'ok', 'No other run of this pair is known.', values)
      : check('reruns', 'warning', `Other runs of the same are not in this pair: ${others.join('; ')}.`, values),
    superseded.length === 0
      ? check('superseded', 'ok', 'Neither run is known to be superseded.', by)
      : check('superseded', 'warning', `A later run was reported in its place: ${superseded.join(', ')}.`, by),
  ]
}

/** Whether what ran is what was asked for; drift of both alike is a warning, for the comparison stays fair. */
export function checkDrift(control: ArmFacts, treatment: ArmFacts): Check {
  const [a, b] = [control.drift, treatment.drift]
  const said = (list: readonly string[] | null) => (list === null ? null : list.map(shown).join(', ') || 'none')
  const values = { control: said(knownValue(a)), treatment: said(knownValue(b)) }
  if (a.state === 'not_applicable' && b.state === 'not_applicable') {
    return check('model_drift', 'not_applicable', `Drift does not apply: ${a.because}.`, values)
  }
  const words = `control ${values.control ?? 'not recorded'}, treatment ${values.treatment ?? 'not recorded'}`
  if ([a, b].every((fact) => fact.state === 'known' && fact.value.length === 0)) {
    return check('model_drift', 'ok', 'Both ran with what was asked for.', values)
  }
  if (a.state !== 'known' || b.state !== 'known') {
    const drifted = [a, b].some((fact) => fact.state === 'known' && fact.value.length > 0)
    return drifted
      ? check('model_drift', 'error', `One run drifted from what was asked for: ${words}.`, values)
      : check('model_drift', 'unknown', `Whether both ran with what was asked for cannot be told: ${words}.`, values)
  }
  return values.control === values.treatment
    ? check('model_drift', 'warning', `Both drifted alike from what was asked for: ${values.control}.`, values)
    : check('model_drift', 'error', `The runs drifted differently from what was asked for: ${words}.`, values)
}
