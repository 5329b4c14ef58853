import type { Status } from '@/lib/model/status'
import type { ToolOutcomes } from './tool-outcomes'

/** What is recorded of a scenario; no record of the source says how it ended. */
export interface ScenarioFacts {
  end: 'open' | 'ended' | 'error'
  /** Nothing can end it any more: the run is over, or the scheduler has gone on. */
  closed: boolean
  /** The file it is to write; null for what writes none. */
  outputPath: string | null
  /** Whether the file is there; null when its folder was not recorded. */
  filePresent: boolean | null
  error: string | null
  /** Codex sessions that worked for it; null when no traffic was recorded. */
  sessions: number | null
  outcomes: ToolOutcomes
  /** The last message of its last session ends with a question. */
  asked: boolean
}

export interface ScenarioVerdict {
  status: Status
  /** What decided, in one sentence. */
  evidence: string
  flags: readonly string[]
  failureReason: string | null
}

const verdict = (status: Status, evidence: string, flags: readonly string[] = []): ScenarioVerdict => ({
  status,
  evidence,
  flags,
  failureReason: status === 'failed' ? evidence : null,
})

/** The state of a scenario from its evidence: a claim is believed when a patch or command bears it out. */
export function scenarioStatus(facts: ScenarioFacts): ScenarioVerdict {
  if (facts.end === 'error') return verdict('failed', facts.error ?? 'no message was recorded')
  if (facts.end === 'open') {
    return facts.closed
      ? verdict('interrupted', 'it was started, and neither an end nor an error was recorded')
      : verdict('running', 'it was started and has not ended')
  }
  if (facts.outputPath === null) return verdict('succeeded', 'it ended with an answer and was to write no file')
  return claimed(facts, facts.outputPath)
}

function claimed(facts: ScenarioFacts, path: string): ScenarioVerdict {
  const { touches } = facts.outcomes
  const last = touches.filter(({ ok }) => ok).at(-1)
  if (facts.filePresent === false) return verdict('failed', `failed write: ${path} is missing`)
  if (last?.how === 'deletion') return verdict('failed', `failed write: the patch at seq ${last.seq} deleted ${path}`)
  if (last !== undefined) {
    const what =
      last.how === 'patch' ? `the patch at seq ${last.seq} wrote it` : `the command at seq ${last.seq} named it`
    const there = facts.filePresent === true ? ' and it is there' : ''
    return verdict('succeeded', `${path}: ${what} with success${there}`)
  }
  return verdict('unknown', unverified(facts, path), ['claimed_not_verified'])
}

/** Why a claim stands without proof. */
function unverified({ sessions, outcomes, asked }: ScenarioFacts, path: string): string {
  if (sessions === null) return `claimed done; no traffic was recorded that could show who wrote ${path}`
  if (sessions === 0) return 'claimed done; no Codex session worked for it'
  const { commandsOk, commandsFailed, patchesOk, patchesFailed, touches } = outcomes
  const did = commandsOk + commandsFailed + patchesOk + patchesFailed
  const question = asked ? ' and ended with a question' : ''
  if (did === 0) return `claimed done; its Codex session ran no command and no patch${question}`
  if (touches.length > 0) return `claimed done; every command and patch that named ${path} failed${question}`
  return `claimed done; none of ${did} commands and patches named ${path}${question}`
}
