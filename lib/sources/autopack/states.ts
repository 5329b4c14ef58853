import type { Status } from '@/lib/model/status'

const RUN_STATES: Record<string, Status> = {
  QUEUED: 'queued',
  RUN_CREATED: 'queued',
  PLAN_BOOTSTRAP: 'queued',
  PHASE_QUEUEING: 'queued',
  PHASE_EXECUTION: 'running',
  GATE: 'running',
  CI_RUNNING: 'running',
  SNAPSHOT_CREATED: 'running',
  DONE_SUCCESS: 'succeeded',
  DONE_FAILED_BUDGET_EXHAUSTED: 'failed',
  DONE_FAILED_POLICY_VIOLATION: 'failed',
  DONE_FAILED_REQUIRES_HUMAN_REVIEW: 'failed',
  DONE_FAILED_ENVIRONMENT: 'failed',
}

const PHASE_STATES: Record<string, Status> = {
  QUEUED: 'queued',
  EXECUTING: 'running',
  GATE: 'running',
  CI_RUNNING: 'running',
  COMPLETE: 'succeeded',
  FAILED: 'failed',
  SKIPPED: 'skipped',
}

const TIER_STATES = ['PENDING', 'IN_PROGRESS', 'COMPLETE', 'FAILED', 'SKIPPED']

/** A state in our words. Case does not matter; one that nobody knows is `unknown` and says so by `known`. */
function normalise(raw: string | null, states: Record<string, Status>): { status: Status; known: boolean } {
  const key = raw?.trim().toUpperCase() ?? ''
  const status = Object.hasOwn(states, key) ? states[key] : undefined
  return { status: status ?? 'unknown', known: raw === null || status !== undefined }
}

export const runStatus = (raw: string | null) => normalise(raw, RUN_STATES)
export const phaseStatus = (raw: string | null) => normalise(raw, PHASE_STATES)
export const isTierState = (raw: string | null) => raw === null || TIER_STATES.includes(raw.trim().toUpperCase())
