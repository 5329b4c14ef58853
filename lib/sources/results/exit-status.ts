import type { Cause, Status } from '@/lib/model/status'

/** How an agent of the SWE-agent family ended, from the words it writes, and what caused a bad end. */
export interface Exit {
  status: Status
  cause: Cause | null
}

const RULES: readonly [RegExp, Exit][] = [
  [/^submitted$/, { status: 'succeeded', cause: null }],
  // Handed in by the harness when something stopped the agent: what there was counts, but the agent was not done.
  [/^submitted\b/, { status: 'partial', cause: null }],
  [/limit|exit_cost|exit_context|context_?window|max_?(steps|turns|requeries)/, { status: 'stopped', cause: 'config' }],
  [/time_?out|execution_time/, { status: 'timed_out', cause: 'infra' }],
  [/interrupt|cancel|early_exit|user/, { status: 'stopped', cause: 'cancelled' }],
  [/skipped/, { status: 'skipped', cause: null }],
  [/api|retry|rate|connection|environment|docker|network|service/, { status: 'failed', cause: 'infra' }],
  [/format|exit_forfeit/, { status: 'failed', cause: 'agent' }],
]

/** @returns `unknown` when nothing is written, `failed` for words nobody knows */
export function exitOf(raw: string | null): Exit {
  if (raw === null) return { status: 'unknown', cause: null }
  const words = raw.trim().toLowerCase()
  return RULES.find(([pattern]) => pattern.test(words))?.[1] ?? { status: 'failed', cause: 'unknown' }
}
