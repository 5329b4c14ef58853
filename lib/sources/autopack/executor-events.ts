/**
 * The lines of an executor log that an operator looks for: where runs and phases begin and end, attempts, changes of
 * state, gates, and what the doctor and re-planning did. Everything else that went well is left in the file.
 */
const EVENTS: readonly (readonly [RegExp, string])[] = [
  [/^\[LOCK\] (?:Acquired|Released) executor lock\b/, 'run_state'],
  [
    /^(?:Initialized autonomous executor for run: |Starting autonomous execution loop|Autonomous execution loop finished)/,
    'run_state',
  ],
  [/^(?:No more (?:executable|QUEUED) phases|Reached max iterations|Stopping execution)\b/, 'run_state'],
  [/^Executing phase: /, 'phase_state'],
  [/^(?:Updated phase \S{1,200} status to |Phase \S{1,200} finished with status: )/, 'phase_state'],
  [/^\[AUTO-RESET\] (?:Found|Resetting) /, 'phase_state'],
  [
    /^\[[^\]\s]{1,200}\] (?:Phase completed successfully|Phase BLOCKED|Phase finalization |Marked [A-Z]{2,20} in database|Human approval )/,
    'phase_state',
  ],
  [/^\[[^\]\s]{1,200}\] Attempt \d{1,9}(?:\/\d{1,9})?\b/, 'attempt'],
  [/^\[[^\]\s]{1,200}\] (?:CI checks FAILED|Quality Gate: |Deliverables manifest gate )/, 'gate'],
  [/^\[ESCALATION\] /, 'escalation'],
  [/^\[Doctor\] Action: /, 'doctor_action'],
  [/^\[Re-Plan\] (?:Successfully revised|Max replans|Global max replans|Revising approach)/, 'replan'],
]
const READ_MAX = 600

/** What kind of event a message tells of; null when it is none. */
export function executorEvent(message: string): string | null {
  const head = message.slice(0, READ_MAX)
  return EVENTS.find(([finds]) => finds.test(head))?.[1] ?? null
}
