/**
 * Writes an Autopack database of any size for load tests. Run it as
 * `TSX_TSCONFIG_PATH=cli/tsconfig.json npx tsx bench/generate-fleet.ts FILE [--runs N] [--phases N] [--events N] [--seed S]`
 */
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import Database from 'libsql'
import { AUTOPACK_SCHEMA } from '@/lib/sample/autopack-schema'
import { CREWS, type Model } from '@/lib/sample/calls'
import { Random } from '@/lib/sample/random'
import { autopackTime, type Row } from '@/lib/sample/rows'
import { STORIES } from '@/lib/sample/stories'

export interface FleetSize {
  runs: number
  phases: number
  events: number
}

export const DEFAULT_SIZE: FleetSize = { runs: 5_000, phases: 40_000, events: 100_000 }
const DAY = 86_400_000
const END = Date.parse('2025-12-26T20:31:00Z')
const DAYS = 180

/** Exactly as many rows as asked for; equal seed and size give equal rows. */
export function generateFleet(file: string, size: FleetSize = DEFAULT_SIZE, seed = 'bench'): void {
  rmSync(file, { force: true })
  const db = new Database(file)
  try {
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
    db.exec(AUTOPACK_SCHEMA)
    db.exec('BEGIN')
    const random = new Random(seed)
    for (let index = 0; index < size.runs; index += 1) insertRun(db, index, size, random)
    for (let index = 0; index < size.phases; index += 1) insertPhase(db, index, size, random)
    for (let index = 0; index < size.events; index += 1) insertEvent(db, index, size, random)
    db.exec('COMMIT')
  } finally {
    db.close()
  }
}

const storyAt = (run: number) => STORIES[run % STORIES.length] ?? STORIES[0]
const runKey = (run: number) => `${storyAt(run).stem}-load-${String(run).padStart(6, '0')}`
const runStart = (run: number, size: FleetSize) =>
  END - DAYS * DAY + Math.floor(((run + 1) * (DAYS - 0.5) * DAY) / size.runs)
const outcomeOf = (run: number) =>
  (['success', 'success', 'failed', 'conflict', 'success', 'open'] as const)[run % 6] ?? 'success'

function insertRun(db: Database.Database, index: number, size: FleetSize, random: Random): void {
  const outcome = outcomeOf(index)
  const state = { success: 'DONE_SUCCESS', open: 'PHASE_EXECUTION', failed: FAILED, conflict: FAILED }[outcome]
  const at = runStart(index, size)
  insert(db, 'runs', {
    id: runKey(index),
    state,
    created_at: autopackTime(at),
    updated_at: autopackTime(at + 3_600_000),
    started_at: autopackTime(at + 5_000),
    completed_at: outcome === 'open' ? null : autopackTime(at + 3_600_000),
    safety_profile: 'normal',
    run_scope: 'single_tier',
    token_cap: random.pick([300_000, 1_000_000, 5_000_000]),
    max_phases: 25,
    max_duration_minutes: 120,
    tokens_used: 0,
    ci_runs_used: 0,
    minor_issues_count: 0,
    major_issues_count: 0,
    promotion_eligible_to_main: 'false',
    failure_reason: outcome === 'failed' ? 'A phase failed' : null,
    goal_anchor: storyAt(index).goal,
  })
  insert(db, 'tiers', {
    id: index + 1,
    tier_id: 't1',
    run_id: runKey(index),
    tier_index: 0,
    name: storyAt(index).tiers[0],
    state: 'PENDING',
    max_major_issues_tolerated: 0,
    tokens_used: 0,
    ci_runs_used: 0,
    minor_issues_count: 0,
    major_issues_count: 0,
    cleanliness: 'clean',
    created_at: autopackTime(at),
    updated_at: autopackTime(at),
  })
}

const FAILED = 'DONE_FAILED_REQUIRES_HUMAN_REVIEW'

function insertPhase(db: Database.Database, index: number, size: FleetSize, random: Random): void {
  const run = index % size.runs
  const nth = Math.floor(index / size.runs)
  const outcome = outcomeOf(run)
  const state =
    nth > 4 ? { success: 'COMPLETE', failed: 'FAILED', conflict: 'QUEUED', open: 'QUEUED' }[outcome] : 'COMPLETE'
  const at = runStart(run, size) + nth * 420_000
  insert(db, 'phases', {
    id: index + 1,
    phase_id: phaseKey(nth),
    run_id: runKey(run),
    tier_id: run + 1,
    phase_index: nth,
    name: `Step ${nth + 1} of ${storyAt(run).stem}`,
    state,
    task_category: 'implementation',
    complexity: random.pick(['low', 'medium', 'high']),
    builder_attempts: 1,
    auditor_attempts: 1,
    tokens_used: 0,
    minor_issues_count: 0,
    major_issues_count: 0,
    issue_state: 'no_issues',
    quality_blocked: 0,
    retry_attempt: 0,
    revision_epoch: 0,
    escalation_level: 0,
    last_failure_reason: state === 'FAILED' ? 'PATCH_FAILED' : null,
    created_at: autopackTime(at),
    updated_at: autopackTime(at + 400_000),
    started_at: autopackTime(at),
    completed_at: state === 'QUEUED' ? null : autopackTime(at + 400_000),
  })
}

const phaseKey = (nth: number) => `phase-${nth + 1}`

function insertEvent(db: Database.Database, index: number, size: FleetSize, random: Random): void {
  const run = index % size.runs
  const nth = Math.floor(index / size.runs)
  const crew = CREWS[run % CREWS.length] ?? CREWS[0]
  const role = nth % 3 === 2 ? 'auditor' : 'builder'
  const { provider, model }: Model = crew[role]
  const [prompt, completion] = [random.int(2_000, 60_000), random.int(200, 9_000)]
  insert(db, 'llm_usage_events', {
    id: index + 1,
    provider,
    model,
    run_id: runKey(run),
    phase_id: phaseKey(nth % Math.max(1, Math.floor(size.phases / size.runs))),
    role,
    total_tokens: prompt + completion,
    prompt_tokens: prompt,
    completion_tokens: completion,
    created_at: autopackTime(runStart(run, size) + nth * 150_000 + random.int(0, 99_000)),
    is_doctor_call: 0,
  })
}

const statements = new WeakMap<Database.Database, Map<string, Database.Statement>>()

function insert(db: Database.Database, table: string, row: Row): void {
  const known = statements.get(db) ?? new Map<string, Database.Statement>()
  statements.set(db, known)
  const columns = Object.keys(row)
  const statement =
    known.get(table) ??
    db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
  known.set(table, statement)
  statement.run(Object.values(row))
}

if (import.meta.filename === process.argv[1]) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      phases: { type: 'string' },
      events: { type: 'string' },
      seed: { type: 'string' },
    },
  })
  const file = positionals[0]
  if (!file) throw new Error('Name the file to write')
  const asked = (name: keyof FleetSize) => Number(values[name] ?? DEFAULT_SIZE[name])
  generateFleet(file, { runs: asked('runs'), phases: asked('phases'), events: asked('events') }, values.seed)
  console.log(`Wrote ${file}`)
}
