import { type Link, type NamedRun, originalOf } from './original-of'
import { namedTime } from './replay-names'

/** A run that a campaign chose, with the native id that its replay is to have. */
export interface Claim {
  campaignId: string
  /** Of the campaign. */
  createdAt: string
  originalId: string
  system: string
  instanceId: string
  replayKey: string
}

/** A run that may be a replay. */
export interface LinkedRun extends NamedRun {
  system: string
  /** "" when nothing of it has a time. */
  beganAt: string
}

interface Known {
  claims: readonly Claim[]
  exists: (id: string) => boolean
}

const ascending = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const newestFirst = (a: Claim, b: Claim) =>
  ascending(b.createdAt, a.createdAt) || ascending(b.campaignId, a.campaignId) || ascending(a.originalId, b.originalId)

function grouped(claims: readonly Claim[], keyOf: (claim: Claim) => string): Map<string, Claim[]> {
  const groups = new Map<string, Claim[]>()
  for (const claim of claims) {
    const group = groups.get(keyOf(claim))
    if (group) group.push(claim)
    else groups.set(keyOf(claim), [claim])
  }
  return groups
}

/** Whose replay a run is, and of which campaign: by the id a manifest gave, by its own record, by its name. */
export function replayLinks({ claims, exists }: Known) {
  const sorted = [...claims].sort(newestFirst)
  const byInstance = grouped(sorted, ({ instanceId, replayKey }) => `${instanceId}:${replayKey}`)
  const bySystem = grouped(sorted, ({ system, replayKey }) => `${system}:${replayKey}`)
  const byOriginal = grouped(sorted, ({ originalId }) => originalId)

  /** In another database of the system, only where one original alone was given this id. */
  const claimOf = (run: LinkedRun): Claim | undefined => {
    const [own] = byInstance.get(`${run.instanceId}:${run.nativeId}`) ?? []
    const given = bySystem.get(`${run.system}:${run.nativeId}`) ?? []
    return own ?? (given.length === 1 ? given[0] : undefined)
  }

  return {
    /** The run that it repeats, in a campaign or not. */
    original(run: LinkedRun): { id: string; by: Link } | null {
      const claim = claimOf(run)
      return claim ? { id: claim.originalId, by: 'manifest' } : originalOf(run, exists)
    },

    /** The campaign that it belongs to: the newest when it began. One that began before all of them is of none. */
    campaign(run: LinkedRun): { campaignId: string; originalId: string; by: Link } | null {
      const claim = claimOf(run)
      if (claim) return { campaignId: claim.campaignId, originalId: claim.originalId, by: 'manifest' }
      const original = originalOf(run, exists)
      if (original === null) return null
      const beganAt = run.beganAt === '' ? namedTime(run.nativeId) : run.beganAt
      const of = byOriginal.get(original.id)?.find(({ createdAt }) => beganAt === null || createdAt <= beganAt)
      return of ? { campaignId: of.campaignId, originalId: original.id, by: original.by } : null
    },
  }
}
