import type { PrimaryTest } from './analysis-schema'
import { type Arm, ExperimentDefinition, type ExperimentMetric } from './definition'
import { type DraftFaults, faultsOf } from './draft-faults'
import { pairLines, readPairLines } from './pair-lines'

/** What makes two results one pair, with what a result is: one choice, so that no impossible one can be made. */
export const DRAFT_PAIRINGS = ['item', 'plan', 'run list', 'item list'] as const
export type DraftPairing = (typeof DRAFT_PAIRINGS)[number]

export const ARM_KINDS = ['configuration', 'job', 'runs', 'tag'] as const

/** One arm as it is written: of every kind what was typed, so that changing the kind loses nothing. */
export interface ArmDraft {
  by: Arm['by']
  configuration: string
  jobId: string
  runId: string
  runs: readonly string[]
  tag: string
  split: string
}

/** A definition as texts of a form; empty means not said. */
export interface Draft {
  name: string
  hypothesis: string
  control: ArmDraft
  treatment: ArmDraft
  pairing: DraftPairing
  pairs: string
  metric: ExperimentMetric
  better: '' | 'lower' | 'higher'
  primary: '' | PrimaryTest
  direction: ExperimentDefinition['direction']
  alpha: string
  power: string
  planned: string
  effect: string
  effectScale: 'difference' | 'ratio'
  varied: readonly string[]
  calibration: boolean
  seed: string
}

const EMPTY_ARM: ArmDraft = {
  ...{ by: 'configuration', configuration: '', jobId: '', runId: '' },
  ...{ runs: [], tag: '', split: '' },
}

/** Nothing chosen, and what an operator mostly wants for the rest. */
export const EMPTY_DRAFT: Draft = {
  ...{ name: '', hypothesis: '', control: EMPTY_ARM, treatment: EMPTY_ARM, pairing: 'item', pairs: '' },
  ...{ metric: 'success', better: '', primary: '', direction: 'two-sided', alpha: '0.05', power: '0.8' },
  ...{ planned: '', effect: '', effectScale: 'difference', varied: ['configuration'], calibration: false, seed: '1' },
}

/** Two runs, compared as one pair. */
export const draftOfRuns = (control: string, treatment: string): Draft => ({
  ...EMPTY_DRAFT,
  ...{ pairing: 'run list', metric: 'tokens', pairs: pairLines([{ key: 'pair 1', control, treatment }]) },
  control: { ...EMPTY_ARM, by: 'runs', runs: [control] },
  treatment: { ...EMPTY_ARM, by: 'runs', runs: [treatment] },
})

/** A definition as it would have been written. */
export function draftOf(definition: ExperimentDefinition): Draft {
  const { control, treatment, unit, pairBy, pairs, smallestEffect, planned, ...rest } = definition
  return {
    ...{
      name: rest.name,
      hypothesis: rest.hypothesis ?? '',
      control: armDraft(control),
      treatment: armDraft(treatment),
    },
    pairing: pairBy === 'list' ? `${unit} list` : pairBy,
    pairs: pairLines(pairs ?? []),
    ...{ metric: rest.metric, better: rest.better ?? '', primary: rest.primary ?? '', direction: rest.direction },
    ...{ alpha: String(rest.alpha), power: String(rest.power), planned: planned === undefined ? '' : String(planned) },
    effect: smallestEffect === undefined ? '' : String(smallestEffect.value),
    effectScale: smallestEffect?.scale ?? 'difference',
    ...{ varied: rest.varied, calibration: rest.calibration, seed: String(rest.seed) },
  }
}

function armDraft(arm: Arm): ArmDraft {
  const draft = { ...EMPTY_ARM, by: arm.by, split: arm.split ?? '' }
  if (arm.by === 'runs') return { ...draft, runs: arm.runs }
  if (arm.by === 'tag') return { ...draft, tag: arm.tag }
  if (arm.by === 'job') return { ...draft, jobId: arm.jobId }
  return { ...draft, configuration: arm.configuration, jobId: arm.jobId ?? '', runId: arm.runId ?? '' }
}

/** A draft with one arm changed. A treatment of the control's job follows it: mostly they are columns of one table. */
export function withArm(draft: Draft, name: 'control' | 'treatment', next: Partial<ArmDraft>): Draft {
  const { control, treatment } = draft
  const changed = { ...draft, [name]: { ...draft[name], ...next } }
  if (name === 'treatment' || next.jobId === undefined || control.jobId !== treatment.jobId) return changed
  return { ...changed, treatment: { ...treatment, jobId: next.jobId } }
}

export type ReadDraft =
  | { definition: ExperimentDefinition; faults: DraftFaults }
  | { definition: null; faults: DraftFaults }

/** The definition that the texts are, by the schema of the API; or what is wrong with which field. */
export function readDraft(draft: Draft): ReadDraft {
  const listed = draft.pairing.endsWith('list') ? readPairLines(draft.pairs) : null
  const ids = (arm: 'control' | 'treatment') => (listed?.pairs ?? []).map((pair) => pair[arm])
  const read = ExperimentDefinition.safeParse({
    ...{ name: draft.name, hypothesis: draft.hypothesis.trim() || undefined },
    control: armOf(draft.control, draft.pairing, ids('control')),
    treatment: armOf(draft.treatment, draft.pairing, ids('treatment')),
    unit: draft.pairing === 'plan' || draft.pairing === 'run list' ? 'run' : 'item',
    pairBy: listed === null ? draft.pairing : 'list',
    pairs: listed?.pairs,
    ...{ metric: draft.metric, better: draft.better || undefined, primary: draft.primary || undefined },
    ...{ direction: draft.direction, alpha: numberOf(draft.alpha), power: numberOf(draft.power) },
    planned: numberOf(draft.planned),
    smallestEffect:
      draft.effect.trim() === '' ? undefined : { value: numberOf(draft.effect), scale: draft.effectScale },
    ...{ varied: draft.varied, calibration: draft.calibration, seed: numberOf(draft.seed) },
  })
  const lines: DraftFaults = listed?.fault ? { pairs: listed.fault } : {}
  if (read.success && listed?.fault == null) return { definition: read.data, faults: {} }
  return { definition: null, faults: { ...faultsOf(read.error?.issues ?? []), ...lines } }
}

/** Runs that the list of pairs names need not be named again. */
function armOf(arm: ArmDraft, pairing: DraftPairing, listed: readonly string[]): unknown {
  const split = arm.split.trim() || undefined
  const text = (value: string) => value.trim()
  switch (arm.by) {
    case 'runs': {
      const runs = arm.runs.length === 0 && pairing === 'run list' ? [...new Set(listed)] : arm.runs
      return { by: 'runs', runs, split }
    }
    case 'tag':
      return { by: 'tag', tag: text(arm.tag), split }
    case 'job':
      return { by: 'job', jobId: text(arm.jobId), split }
    case 'configuration':
      return {
        ...{ by: 'configuration', configuration: text(arm.configuration), split },
        ...{ jobId: text(arm.jobId) || undefined, runId: text(arm.runId) || undefined },
      }
  }
}

/** Empty is not said; what is no number stays one that the schema refuses. */
const numberOf = (text: string): number | undefined =>
  text.trim() === '' ? undefined : Number(text.trim().replaceAll(',', ''))
