import { stableHash } from '@/lib/sources/stable-hash'
import type { CheckLevel } from './levels'

/** One finding about a pair; `control` and `treatment` are what was observed, null where nothing was. */
export interface Check {
  name: string
  level: CheckLevel
  detail: string
  control: string | null
  treatment: string | null
  /** Where each value stands. */
  evidence: { control: string | null; treatment: string | null }
  /** An error that withholds only the statistics of this kind. */
  only?: 'tokens'
  /** An error that no reason can set aside: there is nothing to compare. */
  final?: true
}

const SHOWN = 160

/** A value as a sentence can hold it: one line, and when it is long, cut in a way that still tells two values apart. */
export function shown(value: string): string {
  const line = value.replace(/\s+/g, ' ').trim()
  if (line === '') return 'empty'
  if (line.length <= SHOWN) return line
  const start = line.slice(0, SHOWN - 40).replace(/[\uD800-\uDBFF]$/, '')
  return `${start}… (${value.length} characters, hash ${stableHash([value]).slice(0, 8)})`
}

interface Values {
  control?: string | null
  treatment?: string | null
  evidence?: Check['evidence']
}

const shownOrNull = (value: string | null) => (value === null ? null : shown(value))

/** A check with what was observed on both sides. */
export function check(name: string, level: CheckLevel, detail: string, values: Values = {}): Check {
  const { control = null, treatment = null, evidence } = values
  return {
    name,
    level,
    detail,
    control: shownOrNull(control),
    treatment: shownOrNull(treatment),
    evidence: {
      control: shownOrNull(evidence?.control ?? null),
      treatment: shownOrNull(evidence?.treatment ?? null),
    },
  }
}

export const SIDES = ['control', 'treatment'] as const
