import type { Tone } from '@/lib/tone'
import type { Link } from './original-of'
import type { PairState } from './pair-replays'
import type { CampaignPair, CampaignSettings, PlanNote, PlanReason } from './schema'

/** Why a run is left out, in the words of the screen. */
export const REASON_WORDS = {
  not_final: { label: 'not over', about: 'its source calls it open: there is nothing to repeat yet' },
  not_failed: { label: 'did not fail', about: 'neither its source nor its evidence says that it failed' },
  no_state: { label: 'no end recorded', about: 'no record says whether it is over' },
  orphan: { label: 'only usage names it', about: 'no row says what it was to do' },
  no_plan: { label: 'no goal, no phases', about: 'no record says what it was to do' },
  replay_open: { label: 'being replayed', about: 'a replay of it is under way' },
} as const satisfies Record<PlanReason, { label: string; about: string }>

/** What has to be known of a run that can be replayed. */
export const NOTE_WORDS = {
  infra: {
    label: 'infrastructure failed',
    about: 'its end says nothing of quality: the replay may be worth it, the pair will not be compared',
  },
  no_quality: {
    label: 'no quality result',
    about: 'configuration, cancellation or a lost process ended it: the pair will not be compared',
  },
  cause_unknown: { label: 'cause not known', about: 'no record says why it failed: infrastructure cannot be excluded' },
  states_disagree: { label: 'states disagree', about: 'its source says another end than its evidence' },
  replayed_before: { label: 'replayed before', about: 'an earlier replay of it is over' },
  is_replay: { label: 'is a replay', about: 'it repeats another run itself' },
  in_campaign: { label: 'in another campaign', about: 'another campaign waits for a replay of it' },
} as const satisfies Record<PlanNote, { label: string; about: string }>

export const STATE_WORDS = {
  waiting: { label: 'waiting for the replay', tone: 'idle' },
  running: { label: 'replay open', tone: 'info' },
  no_end: { label: 'no end recorded', tone: 'warn' },
  final: { label: 'both over', tone: 'ok' },
  original_open: { label: 'original open again', tone: 'warn' },
  original_gone: { label: 'original gone', tone: 'warn' },
} as const satisfies Record<PairState, { label: string; tone: Tone }>

export const LINK_WORDS = {
  manifest: 'by the id of the manifest',
  field: 'by its own record',
  name: 'by its name',
} as const satisfies Record<Link, string>

/** What may be said of a pair, in a word; null while it is not compared. */
export function comparisonWord(comparison: CampaignPair['comparison']): { label: string; tone: Tone } | null {
  if (comparison === null) return null
  if (comparison.valid) return { label: 'comparable', tone: 'ok' }
  return comparison.override === null ? { label: 'refused', tone: 'bad' } : { label: 'exploratory', tone: 'warn' }
}

/** What varies, in a few words. */
export const variedWords = ({ varied, calibration }: Pick<CampaignSettings, 'varied' | 'calibration'>): string =>
  calibration ? 'nothing (A/A)' : varied.map((name) => name.replaceAll('_', ' ')).join(', ')
