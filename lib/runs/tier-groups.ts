import type { TimelineRow } from './phase-timeline'

export interface TierGroup {
  key: string
  /** Null: the phases stand without a heading. */
  title: string | null
  about: string
  rows: TimelineRow[]
}

/** Phases under the heading of their tier, in their order. A tier of one phase each is only a label, not a heading. */
export function tierGroups(rows: readonly TimelineRow[]): TierGroup[] {
  const tiers = new Map<string, TimelineRow[]>()
  for (const row of rows) {
    const key = row.phase.tier?.nativeId ?? ''
    tiers.set(key, [...(tiers.get(key) ?? []), row])
  }
  const isGrouping = tiers.size > 1 && tiers.size < rows.length
  if (!isGrouping) return [{ key: 'all', title: null, about: '', rows: [...rows] }]
  return Array.from(tiers, ([key, members]) => {
    const tier = members[0]?.phase.tier ?? null
    const about = [
      `${members.length} ${members.length === 1 ? 'phase' : 'phases'}`,
      tier?.ofOtherRun ? 'its row belongs to another run' : null,
    ]
    return { key, title: tier?.name ?? 'No tier', about: about.filter(Boolean).join(' · '), rows: members }
  })
}
