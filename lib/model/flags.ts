/** Quality flags: what was found wrong in a record. Names are part of the public contract; words are for screens. */
export const FLAGS = {
  status_conflict: 'state contradicts evidence',
  status_regressed: 'state went backwards',
  missing_reason: 'no reason',
  missing_start: 'no start time',
  missing_end: 'no end time',
  orphan_run: 'no row',
  orphan_phase: 'phase has no row',
  tier_of_other_run: 'tier of another run',
  tier_state_unused: 'tier state not used',
  counter_not_written: 'counter not written',
  reason_left_over: 'reason left over',
  tokens_unknown: 'tokens not recorded',
  tokens_implausible: 'tokens implausible',
  split_invented: 'split invented',
  cache_split_differs: 'cache split differs',
  output_not_final: 'output not final',
  output_placeholder: 'output is a placeholder',
  refused_attempt: 'refused attempt',
  cost_unknown: 'cost unknown',
  over_cap: 'over cap',
  doctor_flag_missing: 'doctor flag missing',
  estimate_fallback: 'estimate is a constant',
  model_drift: 'model drift',
  model_empty: 'model name is empty',
  effort_drift: 'effort drift',
  claimed_not_verified: 'done, unverified',
  first_cause_elsewhere: 'first cause elsewhere',
  score_missing: 'score missing',
  score_binary: 'score is binary',
  duration_second_resolution: 'whole seconds only',
  zone_unknown: 'time zone unknown',
  id_reused: 'id reused',
  record_changed: 'record changed',
  synthetic_record: 'synthetic',
  schema_older: 'older schema',
  enum_unknown: 'unknown state',
  truncated_text: 'text cut',
  invalid_text: 'invalid text',
  time_unreadable: 'time unreadable',
  number_unreadable: 'number unreadable',
  counter_restarted: 'counter restarted',
  total_mismatch: 'total does not add up',
  pair_unequal_effort: 'unequal effort',
  pair_superseded: 'superseded',
  pair_unknown_code_version: 'code version unknown',
} as const satisfies Record<string, string>

export type Flag = keyof typeof FLAGS
export const FLAG_NAMES = Object.keys(FLAGS) as Flag[]

/** The words of a flag; an unknown name (a later version's) is shown as it stands. */
export function flagLabel(name: string): string {
  return name in FLAGS ? FLAGS[name as Flag] : name.replaceAll('_', ' ')
}
