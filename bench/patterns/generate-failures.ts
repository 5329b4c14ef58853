import { type Db, writerOf } from '@/lib/db/client'
import type { RowStatement, SqlValue } from '@/lib/db/statement'
import { classifyFailure } from '@/lib/fingerprint/cause'
import { Random } from '@/lib/sample/random'

/**
 * Half a year of failures of one fleet, as ingest leaves them before they are grouped. The patterns are the same however
 * many failures there are; runs, sessions and phases grow with them.
 */

const DAY_MS = 86_400_000
const SPAN_MS = 180 * DAY_MS
export const BENCH_END = Date.parse('2025-12-31T12:00:00.000Z')
const FAILURES_A_RUN = 10
const BATCH = 20_000
const SYSTEMS = ['autopack', 'pitwall', 'synth', 'obra'] as const
const PROJECTS = ['parser', 'billing', 'search', 'mobile', 'docs', 'infra', 'lab', 'site'] as const
const PHASE_TYPES = ['plan', 'build', 'test', 'deploy'] as const
const SYLLABLES = ['ba', 'ce', 'di', 'fo', 'gu', 'ka', 'le', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'vo', 'xu', 'za']

/** A word that no other number has. */
export const wordOf = (number: number) =>
  [number & 15, (number >> 4) & 15, (number >> 8) & 15, (number >> 12) & 15].map((at) => SYLLABLES[at]).join('')

/** Three words differ between any two patterns, so that none is taken for a variable of another. */
const messageOf = (pattern: number, value: number) =>
  `${wordOf(pattern)} failed: ${wordOf(pattern * 7 + 3)} of ${wordOf(pattern * 11 + 5)} is invalid at line ${value}`

const insert = (table: string, columns: readonly string[], rows: SqlValue[][]): RowStatement => ({
  sql:
    `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) ` +
    `VALUES (${columns.map(() => '?').join(', ')})`,
  rows,
})

const RUN = [
  ...['id', 'system', 'instanceId', 'nativeId', 'name', 'project', 'hasRow', 'status', 'statusDerived', 'startedAt'],
  ...['endedAt', 'beganAt', 'lastEvidenceAt', 'durationMs', 'usageTotal', 'failuresCount', 'data'],
]
const SESSION = ['id', 'system', 'instanceId', 'nativeId', 'name', 'runId', 'project', 'startedAt', 'version']
const PHASE = ['id', 'runId', 'nativeId', 'index', 'status', 'phaseType', 'version']
const FAILURE = [
  ...['id', 'system', 'instanceId', 'runId', 'phaseId', 'at', 'message', 'cause', 'causeRule', 'version'],
  'contentHash',
]

interface Rows {
  runs: SqlValue[][]
  sessions: SqlValue[][]
  phases: SqlValue[][]
  failures: SqlValue[][]
  loose: SqlValue[][]
}
const noRows = (): Rows => ({ runs: [], sessions: [], phases: [], failures: [], loose: [] })

/** Writes so many failures; all wait to be grouped. Equal counts give equal rows. */
export function generateFailures(db: Db, { failures, patterns }: { failures: number; patterns: number }): void {
  const [writer, random] = [writerOf(db), new Random('patterns')]
  let rows = noRows()
  const flush = () => {
    writer.write([
      insert('Run', RUN, rows.runs),
      insert('Session', SESSION, rows.sessions),
      insert('Phase', PHASE, rows.phases),
      insert('Failure', FAILURE, rows.failures),
      insert('LooseFailure', ['failureId'], rows.loose),
    ])
    rows = noRows()
  }
  for (let index = 0; index < failures; index += FAILURES_A_RUN) {
    const atMs = BENCH_END - SPAN_MS + Math.floor((index / failures) * SPAN_MS)
    // Every pattern occurs, whatever the number of failures.
    const few = Array.from({ length: Math.min(FAILURES_A_RUN, failures - index) }, (_, at) =>
      index + at < patterns ? index + at : Math.floor(random.next() ** 1.5 * patterns),
    )
    addRun(rows, { number: index / FAILURES_A_RUN, atMs, patterns: few }, random)
    if (rows.failures.length >= BATCH) flush()
  }
  flush()
}

function addRun(
  rows: Rows,
  { number, atMs, patterns }: { number: number; atMs: number; patterns: readonly number[] },
  random: Random,
): void {
  const system = SYSTEMS[number % SYSTEMS.length] ?? 'pitwall'
  const project = PROJECTS[random.int(0, PROJECTS.length - 1)] ?? 'lab'
  const id = `${system}:r${number}`
  const [start, end] = [new Date(atMs).toISOString(), new Date(atMs + 600_000).toISOString()]
  const commit = `{"git_commit":"${number.toString(16).padStart(40, '0')}"}`
  rows.runs.push([
    ...[id, system, system, `r${number}`, `Run ${number}`, project, true, 'failed', 'failed', start],
    ...[end, start, end, 600_000, random.int(1_000, 90_000), patterns.length, commit],
  ])
  rows.sessions.push([id, system, system, `r${number}`, null, id, project, start, ''])
  const phaseId = `${id}/p`
  rows.phases.push([phaseId, id, 'p', 0, 'failed', PHASE_TYPES[number % PHASE_TYPES.length] ?? 'plan', ''])
  for (const [at, pattern] of patterns.entries()) {
    const message = messageOf(pattern, random.int(1, 9_999))
    const { cause, rule } = classifyFailure(message, { system, state: null })
    const failureId = `${system}#failure:${number}-${at}`
    rows.failures.push([
      ...[failureId, system, system, id, random.next() < 0.5 ? phaseId : null],
      ...[new Date(atMs + at * 50_000).toISOString(), message, cause, rule, '', ''],
    ])
    rows.loose.push([failureId])
  }
}

/** A failure of a kind that no pattern knows. */
export function addUnheardOf(db: Db, words: string): void {
  const id = `pitwall#failure:${words}`
  writerOf(db).write([
    {
      sql: `INSERT INTO "Failure" (${FAILURE.map((name) => `"${name}"`).join(', ')}) VALUES (${FAILURE.map(() => '?').join(', ')})`,
      values: [
        ...[id, 'pitwall', 'pitwall', 'pitwall:r1', null, new Date(BENCH_END).toISOString()],
        ...[`the tide gauge answered with ${words}`, 'unknown', null, '', ''],
      ],
    },
    { sql: 'INSERT INTO "LooseFailure" ("failureId") VALUES (?)', values: [id] },
  ])
}
