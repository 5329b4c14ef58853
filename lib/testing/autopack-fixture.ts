import { mkdirSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { AUTOPACK_SCHEMA } from '@/lib/sample/autopack-schema'

type Value = string | number | bigint | Buffer | null
export type FixtureRows = Record<string, Record<string, Value>[]>

const AT = '2026-01-01 00:00:00.000000'

/** Dull values for the columns that may not be null; a test names only what it is about. */
const DULL: Record<string, Record<string, Value>> = {
  runs: {
    state: 'RUN_CREATED',
    created_at: AT,
    updated_at: AT,
    safety_profile: 'normal',
    run_scope: 'multi_tier',
    token_cap: 5_000_000,
    max_phases: 25,
    max_duration_minutes: 120,
    tokens_used: 0,
    ci_runs_used: 0,
    minor_issues_count: 0,
    major_issues_count: 0,
    promotion_eligible_to_main: 'false',
  },
  tiers: {
    tier_id: 'T1',
    tier_index: 0,
    name: 'Tier',
    state: 'PENDING',
    max_major_issues_tolerated: 0,
    tokens_used: 0,
    ci_runs_used: 0,
    minor_issues_count: 0,
    major_issues_count: 0,
    cleanliness: 'clean',
    created_at: AT,
    updated_at: AT,
  },
  phases: {
    tier_id: 1,
    phase_index: 0,
    name: 'Phase',
    state: 'QUEUED',
    builder_attempts: 0,
    auditor_attempts: 0,
    tokens_used: 0,
    minor_issues_count: 0,
    major_issues_count: 0,
    issue_state: 'no_issues',
    quality_blocked: 0,
    retry_attempt: 0,
    revision_epoch: 0,
    escalation_level: 0,
    created_at: AT,
    updated_at: AT,
  },
  llm_usage_events: {
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    role: 'builder',
    total_tokens: 0,
    created_at: AT,
    is_doctor_call: 0,
  },
}

/** Writes (or adds to) an Autopack database of the newest schema: rows by table, in the given order. */
export function writeAutopack(file: string, rows: FixtureRows): string {
  mkdirSync(path.dirname(file), { recursive: true })
  const db = new Database(file)
  const known = db.prepare(`SELECT count(*) AS n FROM sqlite_master WHERE name = 'runs'`).get() as { n: number }
  if (known.n === 0) db.exec(AUTOPACK_SCHEMA)
  db.exec('BEGIN')
  for (const [table, list] of Object.entries(rows)) {
    for (const given of list) {
      const row = { ...DULL[table], ...given }
      const columns = Object.keys(row)
      const marks = columns.map(() => '?').join(', ')
      const sql = `INSERT OR REPLACE INTO ${table} (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${marks})`
      db.prepare(sql).run(...Object.values(row))
    }
  }
  db.exec('COMMIT')
  db.close()
  return file
}

/** A small fleet: one run that failed while a phase is queued, one that succeeded, and spend of a run without a row. */
export function smallFleet(): FixtureRows {
  return {
    runs: [
      { id: 'build-a', state: 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', token_cap: 1_000 },
      { id: 'build-b', state: 'DONE_SUCCESS' },
    ],
    tiers: [
      { id: 1, run_id: 'build-a' },
      { id: 2, run_id: 'build-b' },
    ],
    phases: [
      { id: 1, run_id: 'build-a', phase_id: 'one', state: 'COMPLETE', tier_id: 1 },
      { id: 2, run_id: 'build-a', phase_id: 'two', state: 'QUEUED', tier_id: 1, phase_index: 1 },
      { id: 3, run_id: 'build-b', phase_id: 'one', state: 'COMPLETE', tier_id: 2 },
    ],
    llm_usage_events: [
      { id: 1, run_id: 'build-a', phase_id: 'one', total_tokens: 1_500, prompt_tokens: 1_000, completion_tokens: 500 },
      { id: 2, run_id: 'build-b', phase_id: 'one', total_tokens: 300, prompt_tokens: 200, completion_tokens: 100 },
      { id: 3, run_id: 'gone', phase_id: 'x', total_tokens: 70 },
    ],
  }
}
