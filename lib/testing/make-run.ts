import type { PhaseWire, RunSessionWire, RunSummary } from '@/lib/runs/schema'

/** Dull, valid wire objects. A test names only the fields it is about. */

export function makeRunSummary(values: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 'autopack:run-1',
    system: 'autopack',
    nativeId: 'run-1',
    name: 'run-1',
    project: null,
    jobId: null,
    statusRaw: 'DONE_SUCCESS',
    status: 'succeeded',
    statusDerived: 'succeeded',
    conflict: false,
    cause: null,
    startedAt: null,
    endedAt: null,
    lastEvidenceAt: '2025-12-23T11:18:04.120Z',
    durationMs: null,
    durationKind: null,
    usage: {
      input: null,
      cacheRead: null,
      cacheWrite5m: null,
      cacheWrite1h: null,
      output: null,
      reasoning: null,
      total: 1_000,
      unsplit: 1_000,
      lowerBound: [],
    },
    costMicroUsd: null,
    costIsLowerBound: true,
    costLowerBoundReasons: ['unpriced'],
    unpricedEvents: 4,
    events: 4,
    tokenCap: null,
    phases: { total: 2, done: 2, failed: 0, running: 0 },
    sessions: 1,
    failures: 0,
    models: ['claude-sonnet-4-5'],
    flags: [],
    orphan: false,
    attention: 0,
    revision: 1,
    ...values,
  }
}

export function makePhaseWire(values: Partial<PhaseWire> = {}): PhaseWire {
  return {
    id: 'autopack:run-1#phase:one',
    nativeId: 'one',
    index: 0,
    name: 'one',
    description: null,
    statusRaw: 'COMPLETE',
    status: 'succeeded',
    tier: null,
    phaseType: null,
    taskCategory: null,
    complexity: null,
    failureReason: null,
    tokensStored: null,
    tokens: null,
    costMicroUsd: null,
    costIsLowerBound: false,
    costLowerBoundReasons: [],
    unpricedEvents: 0,
    events: 0,
    doctorAt: [],
    startedAt: null,
    endedAt: null,
    firstEvidenceAt: null,
    lastEvidenceAt: null,
    flags: [],
    attempts: [],
    ref: 'phases #1',
    ...values,
  }
}

export function makeAttempt(values: Partial<PhaseWire['attempts'][number]> = {}): PhaseWire['attempts'][number] {
  return {
    index: 1,
    outcome: 'accepted',
    reason: null,
    startedAt: '2025-12-19T14:00:00.000Z',
    endedAt: '2025-12-19T14:10:00.000Z',
    events: 1,
    tokens: null,
    inferred: false,
    ...values,
  }
}

export function makeSession(values: Partial<RunSessionWire> = {}): RunSessionWire {
  return {
    id: 's1',
    name: 'builder',
    role: 'builder',
    model: null,
    parentId: null,
    status: 'unknown',
    inferred: true,
    events: 0,
    tokens: null,
    costMicroUsd: null,
    costIsLowerBound: false,
    costLowerBoundReasons: [],
    unpricedEvents: 0,
    startedAt: null,
    endedAt: null,
    ...values,
  }
}
