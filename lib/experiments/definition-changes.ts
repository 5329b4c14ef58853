import { type Arm, armLabel, type ExperimentDefinition } from './definition'

/** One part of a definition that differs between two of them, in words. */
export interface DefinitionChange {
  name: string
  before: string
  after: string
}

const LABELS = {
  name: 'Name',
  hypothesis: 'Hypothesis',
  control: 'Control',
  treatment: 'Treatment',
  unit: 'Unit',
  pairBy: 'Pairs are of the same',
  pairs: 'List of pairs',
  metric: 'Metric',
  better: 'Which way is good',
  primary: 'Primary test',
  direction: 'Direction',
  alpha: 'α',
  power: 'Power',
  planned: 'Planned pairs',
  smallestEffect: 'Smallest effect of interest',
  varied: 'What may differ',
  calibration: 'A/A calibration',
  seed: 'Seed',
} as const satisfies Record<keyof ExperimentDefinition, string>

const NAMES = Object.keys(LABELS) as (keyof ExperimentDefinition)[]

/** What differs, in the order of the form. */
export function definitionChanges(before: ExperimentDefinition, after: ExperimentDefinition): DefinitionChange[] {
  return NAMES.flatMap((name) =>
    JSON.stringify(before[name]) === JSON.stringify(after[name])
      ? []
      : [{ name: LABELS[name], before: wordsOf(name, before), after: wordsOf(name, after) }],
  )
}

function wordsOf(name: keyof ExperimentDefinition, definition: ExperimentDefinition): string {
  if (name === 'control' || name === 'treatment') return armWords(definition[name])
  if (name === 'pairs') return definition.pairs === undefined ? 'none' : `${definition.pairs.length} pairs`
  const { smallestEffect } = definition
  if (name === 'smallestEffect') return smallestEffect ? `${smallestEffect.scale} ${smallestEffect.value}` : 'none'
  if (name === 'varied') return definition.varied.join(', ') || 'nothing'
  const value = definition[name]
  return value === undefined ? 'not said' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}

const armWords = (arm: Arm) =>
  `${arm.by} ${armLabel(arm)}${arm.by === 'configuration' && arm.jobId !== undefined ? ` of ${arm.jobId}` : ''}`
