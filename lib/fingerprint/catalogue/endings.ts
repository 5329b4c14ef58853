import type { CatalogueEntry } from './entry'

/** How something ended when nothing says why. */
export const ENDINGS: readonly CatalogueEntry[] = [
  {
    id: 'attempts_exhausted',
    kind: 'consequence',
    type: 'attempts_exhausted',
    cause: 'agent',
    finds:
      /MAX_ATTEMPTS_EXHAUSTED|attempts (?:were )?exhausted|retries (?:were )?exhausted|max(?:imum)? retries (?:reached|exceeded)|failed permanently after|stuck after \d|all retries|giving up after|Retry decision|retry cautiously/i,
    means: 'Every attempt failed; why stands with the attempts.',
    helps: 'Look at the first failure of the phase.',
    example: 'Max retries reached for the download',
  },
  {
    id: 'agent_output',
    kind: 'failure',
    type: 'replan',
    cause: 'agent',
    finds: /REPLAN_REQUESTED|DOCTOR_REPLAN|DOCTOR_SKIP/,
    means: 'The system gave up on the plan of the phase.',
    helps: 'Look at the attempts before it.',
    example: 'DOCTOR_REPLAN',
  },
  {
    id: 'environment',
    kind: 'failure',
    type: 'environment',
    cause: 'infra',
    finds: /DONE_FAILED_ENVIRONMENT|^INFRA_RETRY\b/i,
    system: 'autopack',
    means: 'The system says that its surroundings failed, not the work.',
    helps: 'Check its API, its database and its disk, and retry the phase.',
    example: 'INFRA_RETRY',
  },
  {
    id: 'no_output',
    kind: 'failure',
    type: 'exit_without_output',
    cause: 'unknown',
    finds: /^Exit code -?\d{1,10} \(no output\)$/i,
    means: 'The command ended with a code and said nothing. For grep, diff and test that can be an answer.',
    helps: 'Run it again with its output kept; look at what the code means for this command.',
    example: 'Exit code 1 (no output)',
  },
]
