import type { CanonicalRecord, RunRecord, SessionRecord } from '@/lib/model/records'
import { isoFromMs } from '@/lib/time/iso'
import { firstLine, isObject } from './fields'

/** What is known of one session so far. JSON-safe: it is kept between readings of a growing file. */
export interface SessionFacts {
  key: string
  runKey: string
  parentKey: string | null
  /** Whether a record of the conversation was seen, not only a note about the session. */
  seen: boolean
  touched: boolean
  /** Time of the first dated line: a fork brings older times along, but not here. */
  openedAt: string | null
  firstAt: string | null
  lastAt: string | null
  /** When its parent got its answer; of a sub-agent that is all that tells of its end. */
  answeredAt: string | null
  /** Changes since `lastAt`; they have no time of their own. */
  changes: number
  version: string | null
  cwd: string | null
  entrypoint: string | null
  permissionMode: string | null
  mode: string | null
  model: string | null
  agent: string | null
  agentName: string | null
  callKey: string | null
  customTitle: string | null
  aiTitle: string | null
  summary: string | null
  task: string | null
  firstPrompt: string | null
  branches: string[]
  pullRequests: string[]
  cost: Record<string, unknown> | null
}

type TextFact = {
  [K in keyof SessionFacts]: SessionFacts[K] extends string | null ? (null extends SessionFacts[K] ? K : never) : never
}[keyof SessionFacts]

const NO_FACTS = {
  seen: false,
  touched: false,
  openedAt: null,
  firstAt: null,
  lastAt: null,
  answeredAt: null,
  changes: 0,
  version: null,
  cwd: null,
  entrypoint: null,
  permissionMode: null,
  mode: null,
  model: null,
  agent: null,
  agentName: null,
  callKey: null,
  customTitle: null,
  aiTitle: null,
  summary: null,
  task: null,
  firstPrompt: null,
  cost: null,
}

/** More sessions in one file are nobody's transcript; some are forgotten then. */
const SESSIONS_MAX = 300
const LIST_MAX = 50
const FACT_MAX = 300
const NAME_MAX = 120

const copyOf = (facts: SessionFacts): SessionFacts => ({
  ...facts,
  branches: [...facts.branches],
  pullRequests: [...facts.pullRequests],
})

/** The sessions that the records of one file belong to. */
export class SessionBook {
  private readonly sessions = new Map<string, SessionFacts>()

  constructor(state: unknown) {
    for (const facts of Array.isArray(state) ? state : []) {
      if (isObject(facts) && typeof facts['key'] === 'string')
        this.sessions.set(facts['key'], copyOf(facts as unknown as SessionFacts))
    }
  }

  /** The facts of a session, new ones when it was not seen before. */
  open(key: string, runKey: string, parentKey: string | null): { facts: SessionFacts; isNew: boolean } {
    const known = this.sessions.get(key)
    if (known) return { facts: known, isNew: false }
    const facts: SessionFacts = { key, runKey, parentKey, ...NO_FACTS, branches: [], pullRequests: [] }
    this.sessions.set(key, facts)
    if (this.sessions.size > SESSIONS_MAX) this.forgetOne()
    return { facts, isNew: true }
  }

  /** Sub-agents go before main sessions, and nothing that was not told of yet. */
  private forgetOne(): void {
    const told = [...this.sessions.values()].filter((facts) => !facts.touched)
    const gone = told.find((facts) => facts.parentKey !== null) ?? told[0]
    if (gone) this.sessions.delete(gone.key)
  }

  /** A record of the conversation at this time. */
  seen(facts: SessionFacts, at: string | null): void {
    facts.seen = true
    facts.touched = true
    if (at === null) return
    facts.openedAt ??= at
    if (facts.firstAt === null || at < facts.firstAt) facts.firstAt = at
    if (facts.lastAt === null || at > facts.lastAt) {
      facts.lastAt = at
      facts.changes = 0
      facts.answeredAt = null
    }
  }

  /** Notes that the answer of a sub-agent, whose messages stand in this file too, has reached its parent. */
  answered(key: string, at: string | null): void {
    const facts = this.sessions.get(key)
    if (!facts?.seen || at === null) return
    this.seen(facts, at)
    facts.answeredAt = at
  }

  /** The newest value of a fact; null tells nothing. */
  set(facts: SessionFacts, name: TextFact, value: string | null): void {
    if (value === null || facts[name] === value) return
    const kept = value.length > FACT_MAX ? value.slice(0, FACT_MAX).toWellFormed() : value
    if (facts[name] === kept) return
    facts[name] = kept
    this.changed(facts)
  }

  addTo(facts: SessionFacts, list: 'branches' | 'pullRequests', value: string | null): void {
    if (value === null || facts[list].length >= LIST_MAX || value.length > FACT_MAX || facts[list].includes(value))
      return
    facts[list].push(value)
    this.changed(facts)
  }

  changed(facts: SessionFacts): void {
    facts.changes += 1
    facts.touched = true
  }

  /** Runs and sessions with all that is known, of those that changed since the last call. */
  gather(): CanonicalRecord[] {
    const records: CanonicalRecord[] = []
    for (const facts of this.sessions.values()) {
      const news = facts.touched
      facts.touched = false
      if (!news || !facts.seen) continue
      if (facts.parentKey === null) records.push(runOf(facts))
      records.push(sessionOf(facts))
    }
    return records
  }

  state(): SessionFacts[] {
    return [...this.sessions.values()].map(copyOf)
  }
}

function nameOf(facts: SessionFacts): string | null {
  return firstLine(facts.customTitle ?? facts.aiTitle ?? facts.summary ?? facts.task ?? facts.firstPrompt, NAME_MAX)
}

const projectOf = (cwd: string | null) => cwd?.split(/[\\/]+/).findLast((part) => part !== '') ?? null

/** A title is noted without a time: a millisecond each lets what is known later win over what was known before. */
function updatedAt({ lastAt, changes }: SessionFacts): string | null {
  return lastAt === null || changes === 0 ? lastAt : isoFromMs(Date.parse(lastAt) + Math.min(changes, 999))
}

function runOf(facts: SessionFacts): RunRecord {
  return {
    kind: 'run',
    runKey: facts.runKey,
    name: nameOf(facts),
    project: projectOf(facts.cwd),
    job: null,
    statusRaw: null,
    status: 'unknown',
    failureReason: null,
    createdAt: null,
    updatedAt: updatedAt(facts),
    startedAt: facts.firstAt,
    endedAt: null,
    tokenCap: null,
    maxDurationMinutes: null,
    goal: null,
    data: facts.cwd === null ? {} : { cwd: facts.cwd },
    ref: 'transcript',
    flags: [],
  }
}

function sessionOf(facts: SessionFacts): SessionRecord {
  return {
    kind: 'session',
    sessionKey: facts.key,
    runKey: facts.runKey,
    parentKey: facts.parentKey,
    name: nameOf(facts),
    role: facts.parentKey === null ? 'main' : 'sub-agent',
    agent: facts.agent,
    taskId: null,
    project: projectOf(facts.cwd),
    systemVersion: facts.version,
    model: facts.model,
    statusRaw: facts.answeredAt === null ? null : 'completed',
    status: facts.answeredAt === null ? 'unknown' : 'succeeded',
    inferred: false,
    startedAt: facts.firstAt,
    endedAt: facts.answeredAt,
    updatedAt: updatedAt(facts),
    data: dataOf(facts),
    ref: 'transcript',
    flags: [],
  }
}

function dataOf(facts: SessionFacts): Record<string, unknown> {
  const { openedAt, cwd, branches, entrypoint, permissionMode, mode, agentName, callKey, pullRequests, cost } = facts
  const known = { openedAt, cwd, branches, entrypoint, permissionMode, mode, agentName, callKey, pullRequests, cost }
  return Object.fromEntries(
    Object.entries(known).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  )
}
