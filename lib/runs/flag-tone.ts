import type { Flag } from '@/lib/model/flags'
import type { Tone } from '@/lib/tone'

const BAD: readonly string[] = [
  'status_conflict',
  'over_cap',
  'status_regressed',
  'claimed_not_verified',
  'tokens_implausible',
] satisfies Flag[]
const IDLE: readonly string[] = [
  'tier_state_unused',
  'reason_left_over',
  'schema_older',
  'synthetic_record',
  'record_changed',
  'duration_second_resolution',
  'truncated_text',
] satisfies Flag[]

/** How much a flag matters: it changes what to believe, it weakens a number, or it is only worth knowing. */
export function flagTone(name: string): Tone {
  if (BAD.includes(name)) return 'bad'
  return IDLE.includes(name) ? 'idle' : 'warn'
}

const ORDER: readonly Tone[] = ['bad', 'warn', 'idle']

/** What matters most first; within that, by name. */
export function byWeight<T extends { name: string }>(flags: readonly T[]): T[] {
  const weight = (flag: T) => ORDER.indexOf(flagTone(flag.name))
  return flags.toSorted((a, b) => weight(a) - weight(b) || a.name.localeCompare(b.name))
}
