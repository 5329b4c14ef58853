import { isConflict, isTerminal, type Status, statusClass } from '@/lib/model/status'
import { counted, nameList, shortName } from './names-in-sentence'
import type { PhaseRow, RunFacts, SessionState } from './run-facts'

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
 * What the phases and the evidence say, the strongest first: open phases, phases that all ended, the transcript, the
 * sessions, and the source's own word where nothing else is recorded. A phase in a state nobody knows decides nothing.
 */
export function derivedStatus(facts: RunFacts, interruptAfter: string | null): Status {
  const { phases, transcript, sessions } = facts
  if (phases.length > 0) return byPhases(facts, interruptAfter)
  if (transcript) return transcript.status
  if (isWaitedFor(facts)) return 'waiting'
  if (facts.items > 0 && sessions.length > 0) return byItems(sessions) ?? byOwnWord(facts, interruptAfter)
  if (sessions.length > 0) return bySessions(sessions) ?? byOwnWord(facts, interruptAfter)
  return byOwnWord(facts, interruptAfter)
}

const isSilent = (facts: RunFacts, interruptAfter: string | null) =>
  interruptAfter !== null && facts.checkedAt > interruptAfter

/**
 * Open while a phase has not ended: queued when all are, waiting while a person is asked, interrupted once nothing came
 * for longer than the run may take, else running. A session that ended later than anything happened in an open phase ends
 * the run: whoever wrote the phases had stopped by then. All ended: failed when one did, and of iterations when the last did.
 */
function byPhases(facts: RunFacts, interruptAfter: string | null): Status {
  const { phases } = facts
  const open = phases.filter((phase) => statusClass(phase.status) === 'open')
  if (open.length > 0) {
    if (isWaitedFor(facts)) return 'waiting'
    const ended = facts.system === AUTOPACK ? null : endOfSessions(facts, open)
    if (ended !== null) return ended
    if (open.length === phases.length && open.every((phase) => phase.status === 'queued')) return 'queued'
    return isSilent(facts, interruptAfter) ? 'interrupted' : 'running'
  }
  const deciding = phases.every((phase) => phase.phaseType === ITERATION) ? phases.slice(-1) : phases
  if (deciding.some((phase) => statusClass(phase.status) === 'failed')) return 'failed'
  return deciding.some((phase) => !isTerminal(phase.status)) ? byOwnWord(facts, interruptAfter) : 'succeeded'
}

/** Tries of one thing, one after the other: what the last one came to is what the run came to. */
const ITERATION = 'iteration'

function endOfSessions({ sessions }: RunFacts, open: readonly PhaseRow[]): Status | null {
  const status = bySessions(sessions)
  if (status === null || !isTerminal(status)) return null
  const lastAt = latest(sessions.map((session) => session.lastAt))
  const touchedAt = latest(
    open.flatMap(({ startedAt, updatedAt, lastAttemptAt }) => [startedAt, updatedAt, lastAttemptAt]),
  )
  return lastAt !== null && (touchedAt === null || lastAt >= touchedAt) ? status : null
}

const latest = (times: readonly (string | null)[]): string | null =>
  times
    .filter((at): at is string => at !== null && at !== '')
    .sort()
    .at(-1) ?? null

/** Of several sessions the one that decides: what still goes on, then what went wrong. */
const DECIDES: readonly Status[] = ['waiting', 'running', 'interrupted', 'failed', 'timed_out', 'stopped', 'succeeded']

/** What the sessions say together; null when none of them says anything. */
function bySessions(sessions: readonly SessionState[]): Status | null {
  const states = new Set<Status>(sessions.map(({ status }) => (status === 'partial' ? 'succeeded' : status)))
  return DECIDES.find((status) => states.has(status)) ?? null
}

/** Of an experiment: an item that went wrong is a result, not the end of the run. Null when no session says anything. */
function byItems(sessions: readonly SessionState[]): Status | null {
  const classes = sessions.map(({ status }) => (status === 'interrupted' ? 'failed' : statusClass(status)))
  if (classes.includes('open')) return 'running'
  if (!classes.includes('failed')) return classes.includes('succeeded') ? 'succeeded' : null
  return classes.includes('succeeded') ? 'partial' : 'failed'
}

/** Its stored state is written by a loop that forgets to: without phases nothing speaks for an Autopack run. */
const AUTOPACK = 'autopack'

/** A terminal record is taken at its word; an open one until nothing came for longer than the run may take. */
function byOwnWord(facts: RunFacts, interruptAfter: string | null): Status {
  const status = facts.row?.status ?? 'unknown'
  if (facts.system === AUTOPACK) return 'unknown'
  return statusClass(status) === 'open' && isSilent(facts, interruptAfter) ? 'interrupted' : status
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
  if (phases.length === 0) return `Marked ${said}, but ${otherWords(facts, derived)}.`
  return `Marked ${said}, but all ${counted(phases.length, 'phase')} ended and none failed.`
}

/** What speaks against the source's word where there are no phases. */
function otherWords({ sessions, transcript }: RunFacts, derived: Status): string {
  if (derived === 'interrupted') return 'nothing came for longer than a run may take'
  if (derived === 'waiting') return 'a person is waited for'
  const what = transcript || sessions.length === 1 ? 'its session' : `its ${counted(sessions.length, 'session')}`
  const words: Partial<Record<Status, string>> = { succeeded: 'ended well', failed: 'failed', running: 'had not ended' }
  return `${what} ${words[derived] ?? `ended as ${derived.replace('_', ' ')}`}`
}
