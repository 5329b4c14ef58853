/**
 * What a transcript says of its session's state. Pure: the same facts give the same answer, and the only clock is
 * `checkedAt`, the last time its source was read.
 */
import { isTerminal, type Status } from '@/lib/model/status'
import { isoFromMs } from '@/lib/time/iso'

/** The newest thing in a transcript that tells whose turn it is; notes and the like do not. */
export interface LastEntry {
  kind: string
  role: string
  tool: string | null
  outcome: string | null
  at: string | null
}

export interface SessionFacts {
  /** What the source says, in our words; `unknown` where it says nothing. */
  status: Status
  statusRaw: string | null
  /** The source wrote a record that says it is over for good. */
  isClosed?: boolean
  lastEntry: LastEntry | null
  lastEvidenceAt: string | null
  checkedAt: string
}

export interface DerivedSession {
  statusDerived: Status
  /** What decided, in a few words after "because". */
  statusReason: string
  /** When the session counts as interrupted if nothing new arrives; null when that cannot happen. */
  interruptAfter: string | null
}

/** A tool may work silently for a long time: shorter limits call the living dead. */
const SILENT_MINUTES = 120
const MINUTE_MS = 60_000

/** Calls that put a question to a person: while they are open, somebody is waited for. */
const ASKING_TOOLS = new Set(['AskUserQuestion', 'ExitPlanMode', 'request_user_input'])

/** Derives the state of a session from how its transcript ends. */
export function deriveSession(facts: SessionFacts): DerivedSession {
  const said = fromSource(facts)
  if (said) return said
  const { lastEntry, status } = facts
  if (lastEntry === null)
    return { statusDerived: 'unknown', statusReason: 'nothing was said in it', interruptAfter: null }
  const ended = endOf(lastEntry)
  // A source that says so when a turn ends, and has not, is still in it, whatever was said meanwhile.
  if (ended && !(status === 'running' && ended.statusDerived === 'succeeded')) return { ...ended, interruptAfter: null }
  return stillOpen(facts, lastEntry)
}

/** A source that records the end of a turn is believed, unless a prompt came after it; one that is over always is. */
function fromSource({ status, statusRaw, isClosed, lastEntry }: SessionFacts): DerivedSession | null {
  if (!isTerminal(status)) return null
  if (status === 'succeeded' && !isClosed && lastEntry?.kind === 'prompt') return null
  return { statusDerived: status, statusReason: `its last word is ${statusRaw ?? status}`, interruptAfter: null }
}

function endOf(last: LastEntry): Pick<DerivedSession, 'statusDerived' | 'statusReason'> | null {
  if (last.kind === 'error') return { statusDerived: 'failed', statusReason: 'last entry is an API error' }
  if (last.kind === 'interruption' || last.outcome === 'interrupted')
    return { statusDerived: 'stopped', statusReason: 'a person interrupted it last' }
  if (last.outcome === 'denied') return { statusDerived: 'stopped', statusReason: 'a person said no to its last call' }
  if (last.role === 'assistant' && last.kind === 'text')
    return { statusDerived: 'succeeded', statusReason: 'last entry is a finished answer' }
  return null
}

function stillOpen(facts: SessionFacts, last: LastEntry): DerivedSession {
  const limit = silentAt(facts.lastEvidenceAt)
  if (last.kind === 'tool_call' && last.tool !== null && ASKING_TOOLS.has(last.tool)) {
    return { statusDerived: 'waiting', statusReason: 'it asked a person', interruptAfter: null }
  }
  if (limit !== null && facts.checkedAt > limit) {
    return { statusDerived: 'interrupted', statusReason: `nothing came after ${wordsFor(last)}`, interruptAfter: null }
  }
  return { statusDerived: 'running', statusReason: `last entry is ${wordsFor(last)}`, interruptAfter: limit }
}

const WORDS: Record<string, string> = {
  text: 'an answer in the middle of a turn',
  prompt: 'a prompt',
  tool_call: 'a call without a result',
  tool_result: 'a result',
  retry: 'a retry of an API call',
  thinking: 'a thought',
  compaction: 'a compaction',
  summary: 'a compaction',
  resume: 'a resume',
}

const wordsFor = (last: LastEntry) => WORDS[last.kind] ?? 'its last entry'

function silentAt(lastEvidenceAt: string | null): string | null {
  const ms = lastEvidenceAt === null ? Number.NaN : Date.parse(lastEvidenceAt) + SILENT_MINUTES * MINUTE_MS
  return Number.isFinite(ms) && ms <= Date.parse('9999-12-31T23:59:59.999Z') ? isoFromMs(ms) : null
}
