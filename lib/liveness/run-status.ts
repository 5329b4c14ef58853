import { isConflict, isTerminal, type Status, statusClass } from '@/lib/model/status'
import { counted, nameList, shortName } from './names-in-sentence'
import type { PhaseRow, RunFacts } from './run-facts'

export const isWaitedFor = (facts: RunFacts) => facts.approvals.some((approval) => approval.status === 'pending')

export function phaseCounts(phases: readonly PhaseRow[]) {
  return {
    total: phases.length,
    done: phases.filter((phase) => statusClass(phase.status) === 'succeeded').length,
    failed: phases.filter((phase) => statusClass(phase.status) === 'failed').length,
    running: phases.filter((phase) => phase.status === 'running').length,
  }
}

/**
 * What the phases and the evidence say. Open while a phase has not ended: queued when all are, waiting while a person is
 * asked, interrupted once nothing came for longer than the run may take, else running. All ended: failed when one did.
 * A phase in a state nobody knows decides nothing; without phases the transcript speaks, if there is one.
 */
export function derivedStatus(facts: RunFacts, interruptAfter: string | null): Status {
  const { phases, checkedAt } = facts
  if (phases.length === 0) return facts.transcript?.status ?? 'unknown'
  const open = phases.filter((phase) => statusClass(phase.status) === 'open')
  if (open.length > 0) {
    if (isWaitedFor(facts)) return 'waiting'
    if (open.length === phases.length && open.every((phase) => phase.status === 'queued')) return 'queued'
    return interruptAfter !== null && checkedAt > interruptAfter ? 'interrupted' : 'running'
  }
  if (phases.some((phase) => statusClass(phase.status) === 'failed')) return 'failed'
  return phases.some((phase) => !isTerminal(phase.status)) ? 'unknown' : 'succeeded'
}

/** States are stored in any case; two spellings of one are one. */
const stateOf = (phase: PhaseRow) => phase.statusRaw?.toUpperCase() ?? phase.status

/** One sentence naming the phases that contradict what the source says of the run; null when nothing does. */
export function conflictReason(facts: RunFacts, derived: Status): string | null {
  const { row, phases } = facts
  if (row === null || !isConflict(row.status, derived)) return null
  const said = shortName(row.statusRaw ?? row.status)
  const open = phases.filter((phase) => statusClass(phase.status) === 'open')
  const failed = phases.filter((phase) => statusClass(phase.status) === 'failed')
  const names = (list: readonly PhaseRow[]) => nameList(list.map((phase) => phase.nativeId))
  const states = (list: readonly PhaseRow[]) => nameList([...new Set(list.map(stateOf))])
  const is = (list: readonly PhaseRow[]) => (list.length === 1 ? 'is' : 'are')
  if (open.length > 0) return `Marked ${said} while ${names(open)} ${is(open)} ${states(open)}.`
  if (failed.length > 0 && statusClass(row.status) === 'open') {
    return `Marked ${said}, but all ${counted(phases.length, 'phase')} ended and ${names(failed)} failed.`
  }
  if (failed.length > 0) return `Marked ${said}, but ${names(failed)} failed.`
  return `Marked ${said}, but all ${counted(phases.length, 'phase')} ended and none failed.`
}
