import type { Status } from '@/lib/model/status'
import type { Counter, Counts } from './counters'
import { isObject, type Json } from './json-value'

/** A call whose result has not come yet. */
export interface OpenCall {
  tool: string
  title: string | null
}

/** What an event said of a call's end; its result follows as an item of its own. */
export interface CallEnd {
  exitCode: number | null
  failed: boolean
  durationMs: number | null
}

/** All that later lines of a rollout depend on: plain JSON, and small however long the file. */
export interface ThreadState {
  /** The thread of this file: its first `session_meta`, until then the id in the file's name. */
  own: string | null
  ownFromMeta: boolean
  madeAt: string | null
  /** Time of the first dated line. */
  openedAt: string | null
  /** Time of the line before. */
  previousAt: string | null
  latestAt: string | null
  parent: string | null
  /** The thread whose run this one belongs to. */
  root: string | null
  forkedFrom: string | null
  subAgent: boolean
  ancestors: string[]
  /** The thread that the lines being read belong to: not `own` while copied history goes by. */
  owner: string | null
  /** Records say that the file begins with another thread's history, or that its counter does. */
  inherits: boolean
  /** Turn ids tell whose turn it is: times need not be asked. */
  turnIdsTell: boolean
  /** The model has answered since the thread's own lines began. */
  answered: boolean
  historyNoted: boolean
  cwd: string | null
  version: string | null
  provider: string | null
  agent: string | null
  about: Json
  model: string | null
  settings: Json
  serviceTier: string | null
  speed: string | null
  turnId: string | null
  responseId: string | null
  threadName: string | null
  firstPrompt: string | null
  statusRaw: string | null
  status: Status
  counters: Record<string, Counter>
  /** The sum last seen, whichever thread's. */
  lastCounts: Counts | null
  calls: Record<string, OpenCall>
  ends: Record<string, CallEnd>
}

/** Calls without a result that are remembered: more are never open at once. */
const OPEN_MAX = 256

/** The id in the name of a rollout file. */
function idInName(path: string): string | null {
  return /rollout-[^/\\]*?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl/i.exec(path)?.[1] ?? null
}

function freshState(path: string): ThreadState {
  const own = idInName(path)
  return {
    own,
    ownFromMeta: false,
    madeAt: null,
    openedAt: null,
    previousAt: null,
    latestAt: null,
    parent: null,
    root: null,
    forkedFrom: null,
    subAgent: false,
    ancestors: [],
    owner: own,
    inherits: false,
    turnIdsTell: false,
    answered: false,
    historyNoted: false,
    cwd: null,
    version: null,
    provider: null,
    agent: null,
    about: {},
    model: null,
    settings: {},
    serviceTier: null,
    speed: null,
    turnId: null,
    responseId: null,
    threadName: null,
    firstPrompt: null,
    statusRaw: null,
    status: 'unknown',
    counters: {},
    lastCounts: null,
    calls: {},
    ends: {},
  }
}

/** The state an earlier reading left, or a fresh one. Maps keyed by foreign ids get no prototype. */
export function threadState(saved: unknown, path: string): ThreadState {
  const state = isObject(saved) ? (structuredClone(saved) as unknown as ThreadState) : freshState(path)
  return {
    ...state,
    counters: bare(state.counters),
    calls: bare(state.calls),
    ends: bare(state.ends),
  }
}

const bare = <T>(map: Record<string, T>): Record<string, T> => Object.assign(Object.create(null), map)

/** Remembers one more; when there are too many, the oldest half is forgotten. */
export function remember<T>(map: Record<string, T>, key: string, value: T): void {
  map[key] = value
  const keys = Object.keys(map)
  if (keys.length > OPEN_MAX) for (const old of keys.slice(0, OPEN_MAX / 2)) delete map[old]
}

/** Takes what was remembered. */
export function recall<T>(map: Record<string, T>, key: string): T | null {
  const value = map[key]
  delete map[key]
  return value ?? null
}
