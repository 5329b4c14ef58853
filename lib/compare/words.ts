import { formatDuration } from '@/lib/time/format'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import type { CompareAddress } from './address'
import type { PhasePairWire, SpecRowWire, TranscriptsWire, WaterfallBarWire } from './schema'

/** What a comparison says in words. Pure text, drawn elsewhere. */

export const SIDE_WORDS = { control: 'Control', treatment: 'Treatment' } as const satisfies Record<
  keyof CompareAddress,
  string
>

export const SPEC_STATE_WORDS = {
  differs: 'differs',
  control_only: 'only known in the control',
  treatment_only: 'only known in the treatment',
  same: 'same',
  unknown: 'known on neither side',
} as const satisfies Record<SpecRowWire['state'], string>

export const SPEC_GROUP_WORDS = {
  asked: 'what was asked',
  plan: 'plan',
  configuration: 'configuration of the job',
  recorded: 'other recorded fields',
} as const satisfies Record<SpecRowWire['group'], string>

/** A difference with its sign: +1,200, −40, 0. */
export const signed = (value: number, format: (value: number) => string = formatInteger): string =>
  value > 0 ? `+${format(value)}` : format(value)

export const signedMoney = (value: number) => signed(value, formatMoney)
export const signedDuration = (value: number) =>
  value === 0 ? '0' : `${value > 0 ? '+' : '\u2212'}${formatDuration(Math.abs(value))}`

/** How a pair of phases came to be one row. */
export function pairMarks({ by, moved, repeat, control, treatment }: PhasePairWire): string[] {
  return [
    ...(control === null ? ['only in the treatment'] : treatment === null ? ['only in the control'] : []),
    ...(by === 'type' ? ['paired by type'] : []),
    ...(moved && control && treatment ? [`moved from ${control.position} to ${treatment.position}`] : []),
    ...(repeat ? ['repeat'] : []),
  ]
}

/** Why a bar is not the whole truth; null when it is. */
export function barDoubt({ unknown }: Pick<WaterfallBarWire, 'unknown'>): string | null {
  if (unknown === 'none') return null
  return unknown === 'both' ? 'no tokens recorded on either side' : `no tokens recorded in the ${unknown}`
}

const steps = (count: number, kind = '') => `${formatInteger(count)} ${kind}${count === 1 ? 'step' : 'steps'}`

type Divergence = NonNullable<TranscriptsWire['divergence']>

const other = (side: 'control' | 'treatment') => (side === 'control' ? 'treatment' : 'control')

/** The side that does more than the other before both go on together. */
const fullerSide = ({ control, treatment }: Divergence) =>
  control.entryId === null || (treatment.entryId !== null && (control.stepsApart ?? 0) < (treatment.stepsApart ?? 0))
    ? 'treatment'
    : 'control'

/** In one sentence how two transcripts part. */
export function divergenceWords(divergence: Divergence): string {
  const { kind, control, treatment } = divergence
  switch (kind) {
    case 'added':
      return `The treatment does ${steps(treatment.stepsApart ?? 1)} here that the control does not.`
    case 'left_out':
      return `The treatment leaves out ${steps(control.stepsApart ?? 1)} that the control does here.`
    case 'repeated':
      return `The ${fullerSide(divergence)} does again what both have just done.`
    case 'moved':
      return 'Both do the same here, in another order.'
    case 'other_input':
      return 'Both do the same kind of step here, with other input.'
    case 'other_tool':
      return 'Each calls another tool here.'
    case 'other_kind':
      return 'Each does another kind of step here.'
    case 'ended': {
      const ended = control.entryId === null ? 'control' : 'treatment'
      return `The ${ended} ends here; the ${other(ended)} goes on.`
    }
    case 'other_outcome':
      return 'Both make the same call here, and it ends otherwise.'
    case 'other_words':
      return 'No step differs. What the assistant says differs from here on.'
  }
}

/** Where they part, and where both go on together. */
export function divergencePlace({ matchedSteps, divergence }: TranscriptsWire): string {
  const before = matchedSteps === 0 ? 'at the first step' : `after ${steps(matchedSteps, 'equal ')}`
  if (divergence === null || divergence.kind === 'ended' || divergence.kind === 'other_words') return before
  const { control, treatment } = divergence
  if (control.meetsAt === null || treatment.meetsAt === null) {
    if (divergence.kind === 'other_outcome') return before
    return `${before}; they do not meet again${control.stepsApart === null ? ' within 256 steps' : ''}`
  }
  const apart = `${steps(control.stepsApart ?? 0)} of the control and ${steps(treatment.stepsApart ?? 0)} of the treatment`
  return `${before}; both go on together after ${apart}`
}

/** Why there is no place where they part. */
export function noDivergenceWords({ state, sessions, matchedSteps }: TranscriptsWire): string {
  if (state === 'none') {
    const missing = (['control', 'treatment'] as const).filter((side) => sessions[side] === 0)
    return missing.length === 2
      ? 'Neither run has a transcript.'
      : `The ${missing[0] ?? 'control'} has no transcript to compare.`
  }
  if (state === 'sessions') {
    if (sessions.compared === 0) return 'No session of one run has the role of one of the other: nothing to compare.'
    const others = sessions.control + sessions.treatment - 2 * sessions.compared
    const both = sessions.compared === 1 ? 'session' : 'sessions'
    const rest = others === 1 ? '1 other has' : `${formatInteger(others)} others have`
    return `No step differs in the ${formatInteger(sessions.compared)} ${both} that both have; ${rest} no counterpart.`
  }
  return matchedSteps === 0
    ? 'The transcripts hold no step to compare, and nothing else differs.'
    : `The transcripts do not part: ${steps(matchedSteps, 'equal ')}, and the same words.`
}
