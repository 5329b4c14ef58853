import type { Status } from '@/lib/model/status'
import type { Link } from './original-of'
import { type Claim, type LinkedRun, replayLinks } from './replay-links'
import { endOf } from './run-end'

/** A run as far as pairing looks at it. */
export interface ReplayRun extends LinkedRun {
  status: Status
  statusDerived: Status
  cause: string | null
  tokens: number | null
}

export interface Replay {
  run: ReplayRun
  by: Link
}

/** `no_end`: it arrived, and no record says whether it is over. */
export const PAIR_STATES = ['waiting', 'running', 'no_end', 'final', 'original_open', 'original_gone'] as const
export type PairState = (typeof PAIR_STATES)[number]

export interface Pairing {
  originalId: string
  state: PairState
  /** The newest replay that is over; while there is none, the newest. */
  replay: Replay | null
  /** All others, newest first. */
  superseded: Replay[]
}

interface Known {
  /** Of every campaign that chose one of these originals. */
  claims: readonly Claim[]
  replays: readonly ReplayRun[]
  originals: ReadonlyMap<string, Pick<ReplayRun, 'status' | 'statusDerived'>>
  exists: (id: string) => boolean
}

/**
 * What came of each run that these campaigns chose. Made of rows alone, so neither the order in which they arrived nor the one
 * in which they are handed over changes anything.
 */
export function pairReplays(campaignIds: readonly string[], known: Known): Map<string, Pairing[]> {
  const found = replaysOf(known)
  const pairings = new Map(campaignIds.map((id): [string, Pairing[]] => [id, []]))
  for (const { campaignId, originalId } of known.claims) {
    const replays = found.get(keyOf({ campaignId, originalId })) ?? []
    pairings.get(campaignId)?.push(pairingOf(originalId, replays, known))
  }
  for (const list of pairings.values()) list.sort((a, b) => ascending(a.originalId, b.originalId))
  return pairings
}

const keyOf = ({ campaignId, originalId }: { campaignId: string; originalId: string }) =>
  JSON.stringify([campaignId, originalId])

function replaysOf({ replays, ...known }: Known): Map<string, Replay[]> {
  const links = replayLinks(known)
  const found = new Map<string, Replay[]>()
  for (const run of replays) {
    const link = links.campaign(run)
    if (link === null) continue
    const others = found.get(keyOf(link))
    if (others) others.push({ run, by: link.by })
    else found.set(keyOf(link), [{ run, by: link.by }])
  }
  return found
}

const ascending = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const newestFirst = (a: Replay, b: Replay) => ascending(b.run.beganAt, a.run.beganAt) || ascending(b.run.id, a.run.id)

function pairingOf(originalId: string, all: Replay[], { originals }: Known): Pairing {
  const replays = [...all].sort(newestFirst)
  const replay = replays.find(({ run }) => endOf(run) === 'ended') ?? replays[0] ?? null
  const superseded = replays.filter((one) => one !== replay)
  return { originalId, state: stateOf(originals.get(originalId), replay), replay, superseded }
}

function stateOf(original: Pick<ReplayRun, 'status' | 'statusDerived'> | undefined, replay: Replay | null): PairState {
  if (original === undefined) return 'original_gone'
  if (endOf(original) !== 'ended') return 'original_open'
  if (replay === null) return 'waiting'
  const end = endOf(replay.run)
  return end === 'ended' ? 'final' : end === 'open' ? 'running' : 'no_end'
}
