import type { Status } from '@/lib/model/status'
import { type Link, type NamedRun, originalOf } from './original-of'
import { namedTime } from './replay-names'
import { endOf } from './run-end'

/** A run as far as pairing looks at it. */
export interface ReplayRun extends NamedRun {
  system: string
  status: Status
  statusDerived: Status
  cause: string | null
  tokens: number | null
  /** "" when nothing of it has a time. */
  beganAt: string
}

/** A run that a campaign chose, with the native id that its replay is to have. */
export interface Claim {
  campaignId: string
  /** Of the campaign. */
  createdAt: string
  originalId: string
  system: string
  replayKey: string
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
 * What came of each run that a campaign chose. Made of rows alone, so neither the order in which they arrived nor the one
 * in which they are handed over changes anything.
 */
export function pairReplays(campaignId: string, known: Known): Pairing[] {
  const found = new Map<string, Replay[]>()
  for (const run of known.replays) {
    const link = linkOf(run, known)
    if (link?.campaignId !== campaignId) continue
    const others = found.get(link.originalId)
    if (others) others.push({ run, by: link.by })
    else found.set(link.originalId, [{ run, by: link.by }])
  }
  return known.claims
    .filter((claim) => claim.campaignId === campaignId)
    .map(({ originalId }) => pairingOf(originalId, found.get(originalId) ?? [], known))
    .sort((a, b) => ascending(a.originalId, b.originalId))
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

interface Linked {
  campaignId: string
  originalId: string
  by: Link
}

/** Which original of which campaign a run repeats; null when none. */
export function linkOf(run: ReplayRun, { claims, exists }: Pick<Known, 'claims' | 'exists'>): Linked | null {
  const given = claims.find(({ system, replayKey }) => system === run.system && replayKey === run.nativeId)
  if (given) return { campaignId: given.campaignId, originalId: given.originalId, by: 'manifest' }
  const original = originalOf(run, exists)
  if (original === null) return null
  const campaign = campaignAt(
    claims.filter(({ originalId }) => originalId === original.id),
    run.beganAt === '' ? namedTime(run.nativeId) : run.beganAt,
  )
  return campaign && { campaignId: campaign.campaignId, originalId: original.id, by: original.by }
}

/** The campaign that was the newest when the replay began: one that began before all of them is of none. */
function campaignAt(claims: readonly Claim[], beganAt: string | null): Claim | null {
  const earlier = claims.filter(({ createdAt }) => beganAt === null || createdAt <= beganAt)
  const order = (a: Claim, b: Claim) => ascending(b.createdAt, a.createdAt) || ascending(b.campaignId, a.campaignId)
  return [...earlier].sort(order)[0] ?? null
}
