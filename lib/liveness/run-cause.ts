import { classifyFailure } from '@/lib/fingerprint/cause'
import { CAUSES, type Cause, type Status, statusClass } from '@/lib/model/status'
import type { RunFacts } from './run-facts'

const NOTHING = { cause: null, causeEvidence: null }

/**
 * Why a run ended badly, with the text that decided: its own reason or state, else what most of its failed phases say.
 * A run that its source still calls open and whose evidence stopped is lost.
 */
export function runCause(facts: RunFacts, derived: Status): { cause: Cause | null; causeEvidence: string | null } {
  const { row, system } = facts
  const status = row?.status ?? 'unknown'
  if (statusClass(status) !== 'failed' && derived !== 'failed') {
    if (derived !== 'interrupted' || statusClass(status) !== 'open') return NOTHING
    return { cause: 'lost', causeEvidence: 'nothing was recorded for longer than the run may take' }
  }
  const own = classifyFailure(row?.failureReason ?? '', { system, state: row?.statusRaw ?? null })
  if (own.cause !== 'unknown') return { cause: own.cause, causeEvidence: own.evidence }
  return ofPhases(facts) ?? { cause: 'unknown', causeEvidence: null }
}

/** The cause that most failures of phases name; ties go by the fixed order of causes. */
function ofPhases({ phaseFailures, phases }: RunFacts): { cause: Cause; causeEvidence: string } | null {
  const failed = new Set(
    phases.filter(({ status }) => statusClass(status) === 'failed').map(({ nativeId }) => nativeId),
  )
  const known = phaseFailures.filter(({ phase, cause }) => cause !== 'unknown' && failed.has(phase))
  let best: { cause: Cause; causeEvidence: string; votes: number } | null = null
  for (const cause of CAUSES) {
    const named = known.filter((failures) => failures.cause === cause)
    const votes = named.reduce((sum, { count }) => sum + count, 0)
    const [first] = named.map(({ evidence }) => evidence).sort()
    if (first !== undefined && votes > (best?.votes ?? 0)) best = { cause, causeEvidence: first, votes }
  }
  return best && { cause: best.cause, causeEvidence: best.causeEvidence.slice(0, 500) }
}
