import type { PatternSummary } from '@/lib/patterns/schema'

/** A pattern as lists have it, seen once today and new, but for what a test says of it. */
export function summary(id: string, own: Partial<PatternSummary> = {}): PatternSummary {
  return {
    ...{
      id,
      fingerprint: id,
      algorithm: 'test',
      template: `Failed ${id}`,
      title: `Failed ${id}`,
      errorType: 'unknown',
    },
    ...{ cause: 'unknown', rule: null, state: 'new', since: '2026-08-01T10:00:00.000Z', lane: 'triage', trend: 'new' },
    ...{ confidence: 'low', priority: 'low', occurrences: 1, runs: 1, sessions: 1, phases: 0 },
    ...{ firstSeenAt: '2026-08-01T10:00:00.000Z', lastSeenAt: '2026-08-01T10:00:00.000Z' },
    ...{ tokensWasted: null, costWastedMicroUsd: null, minutesWasted: null, wasteIsLowerBound: false },
    recurrence: { sessions: 1, daysOpen: 0, told: null, cells: [] },
    ...{ mitigation: null, owner: null, version: 0, autopackSignatures: [], systems: ['pitwall'], projects: [] },
    ...{ fixAt: null, fixCommit: null, exposed: null, oldCode: 0, days: [], ...own },
  }
}
