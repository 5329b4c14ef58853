import { type Db, writerOf } from '@/lib/db/client'
import type { RowStatement, SqlValue } from '@/lib/db/statement'
import { rolledUp, touchQuarters } from '@/lib/db/usage-roll-up'
import { purposeOf } from '@/lib/ledger/purpose'
import { Random } from '@/lib/sample/random'
import { quarterOf } from '@/lib/time/quarter'

/**
 * A year of usage of one fleet. Its systems, models, roles, projects and jobs are the same however many events there are;
 * runs and sessions grow with them.
 */

const YEAR_MS = 365 * 86_400_000
export const YEAR_END = Date.parse('2025-12-31T12:00:00.000Z')
const EVENTS_A_SESSION = 60
/** Sessions that go on side by side. */
const AT_ONCE = 12
const JOBS_A_SYSTEM = 26
const BATCH = 20_000
/** Quarters of about two weeks. */
const ROLLED_UP_AT_ONCE = 1_344

interface Kind {
  system: string
  weight: number
  models: readonly (readonly [provider: string, model: string])[]
  roles: readonly string[]
  hasJobs: boolean
}

const KINDS: readonly Kind[] = [
  {
    ...{ system: 'claude-code', weight: 50, hasJobs: false, roles: ['main', 'main', 'sub-agent'] },
    models: ['claude-opus-4-5', 'claude-sonnet-4-5', 'claude-haiku-4-5'].map((name) => ['anthropic', name] as const),
  },
  {
    ...{ system: 'codex', weight: 20, hasJobs: false, roles: ['main', 'main', 'sub-agent'] },
    models: ['gpt-5-codex', 'gpt-5'].map((name) => ['openai', name] as const),
  },
  {
    ...{ system: 'autopack', weight: 20, hasJobs: true, roles: ['builder', 'builder', 'auditor', 'doctor'] },
    models: [
      ['anthropic', 'claude-sonnet-4-5'],
      ['openai', 'gpt-5'],
      ['zhipu', 'glm-4.6'],
    ],
  },
  {
    ...{ system: 'synth', weight: 10, hasJobs: true, roles: ['policy', 'policy', 'verifier'] },
    models: [
      ['openai', 'gpt-4.1-mini'],
      ['google', 'gemini-2.5-flash'],
    ],
  },
]
const PROJECTS = ['pitwall', 'parser', 'billing', 'search', 'mobile', 'docs', 'infra', 'lab'] as const

const EVENT_COLUMNS = [
  ...['id', 'system', 'instanceId', 'nativeId', 'runId', 'sessionId', 'at', 'quarter', 'provider', 'model', 'role'],
  ...['purpose', 'input', 'cacheRead', 'cacheWrite5m', 'output', 'reasoning', 'total', 'lowerBound', 'costPico'],
  ...[
    'costReportedPico',
    'costComputedPico',
    'costKind',
    'copies',
    'lines',
    'writtenTokens',
    'identity',
    'version',
    'contentHash',
  ],
]

const insert = (table: string, columns: readonly string[], rows: SqlValue[][]): RowStatement => ({
  sql:
    `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) ` +
    `VALUES (${columns.map(() => '?').join(', ')})`,
  rows,
})

/** A kind by its share in a hundred. */
function kindAt(share: number): Kind {
  let rest = share
  for (const kind of KINDS) {
    rest -= kind.weight
    if (rest < 0) return kind
  }
  throw new Error('the shares are of a hundred')
}

/** One session of one system, in one project, with its run where the system has runs. */
class Sessions {
  readonly rows: SqlValue[][] = []
  readonly runs: SqlValue[][] = []
  private made = 0

  constructor(private readonly random: Random) {}

  next(startMs: number) {
    const { random } = this
    const number = this.made++
    const kind = kindAt(random.next() * 100)
    // Few projects have most of the work.
    const project = PROJECTS[Math.floor(random.next() ** 2 * PROJECTS.length)] ?? 'pitwall'
    const week = Math.floor(((startMs - (YEAR_END - YEAR_MS)) / YEAR_MS) * JOBS_A_SYSTEM)
    const id = `${kind.system}:s${number}`
    const runId = kind.hasJobs ? `${kind.system}:r${number}` : null
    this.rows.push([id, kind.system, kind.system, `s${number}`, runId, project, ''])
    if (runId !== null)
      this.runs.push([runId, kind.system, kind.system, `r${number}`, project, `${kind.system}:job-${week}`])
    const [provider, model] = kind.models[Math.floor(random.next() ** 2 * kind.models.length)] ?? ['openai', 'gpt-5']
    return { id, runId, kind, provider, model, isFork: number % 25 === 0 }
  }
}

/** Writes so many events, evenly over the year, and their roll-ups. Equal counts and seeds give equal rows. */
export function generateYear(db: Db, count: number, seed = 'year'): void {
  const [writer, random] = [writerOf(db), new Random(seed)]
  const sessions = new Sessions(random)
  const open = Array.from({ length: AT_ONCE }, () => ({ ...sessions.next(YEAR_END - YEAR_MS), left: 0 }))
  let [events, copies]: [SqlValue[][], SqlValue[][]] = [[], []]
  const flush = () => {
    writer.write([
      insert('UsageEvent', EVENT_COLUMNS, events),
      insert(
        'UsageCopy',
        ['id', 'eventId', 'sessionId', 'lines', 'lineCount', 'writtenTokens', 'kept', 'rule', 'version'],
        copies,
      ),
      insert(
        'Session',
        ['id', 'system', 'instanceId', 'nativeId', 'runId', 'project', 'version'],
        sessions.rows.splice(0),
      ),
      insert('Run', ['id', 'system', 'instanceId', 'nativeId', 'project', 'jobId'], sessions.runs.splice(0)),
    ])
    events = []
    copies = []
  }
  const quarters = new Set<string>()
  for (let index = 0; index < count; index += 1) {
    const atMs = YEAR_END - YEAR_MS + Math.floor(((index + random.next()) / count) * YEAR_MS)
    const slot = random.int(0, AT_ONCE - 1)
    let session = open[slot] ?? { ...sessions.next(atMs), left: 1 }
    if (session.left-- <= 0) {
      session = { ...sessions.next(atMs), left: random.int(EVENTS_A_SESSION / 2, EVENTS_A_SESSION * 1.5) }
      open[slot] = session
    }
    const { kind, provider, model, isFork } = session
    const at = new Date(atMs).toISOString()
    const role = kind.roles[random.int(0, kind.roles.length - 1)] ?? null
    const [input, cacheRead, cacheWrite, output] = [
      random.int(1, 900),
      random.int(0, 90_000),
      random.int(0, 4_000),
      random.int(1, 2_000),
    ]
    const total = input + cacheRead + cacheWrite + output
    const cost = kind.system === 'synth' && random.next() < 0.3 ? null : total * 1_000_003
    const quarter = quarterOf(at)
    quarters.add(quarter)
    const id = `${kind.system}#usage:${index}`
    events.push([
      ...[id, kind.system, kind.system, String(index), session.runId, session.id, at, quarter, provider, model, role],
      ...[
        purposeOf(null, role),
        input,
        cacheRead,
        cacheWrite,
        output,
        null,
        total,
        random.next() < 0.05 ? '["output"]' : '[]',
        cost,
      ],
      ...[
        null,
        cost,
        cost === null ? null : 'computed',
        isFork ? 2 : 1,
        isFork ? 3 : 1,
        isFork ? total * 3 : null,
        '',
        '',
        '',
      ],
    ])
    if (isFork) {
      copies.push([`${id}/1`, id, session.id, '[]', 2, total * 2, true, null, ''])
      copies.push([`${id}/2`, id, `${session.id}-fork`, '[]', 1, total, false, 'replayed-history', ''])
    }
    if (events.length >= BATCH) flush()
  }
  flush()
  const all = [...quarters]
  for (let from = 0; from < all.length; from += ROLLED_UP_AT_ONCE)
    writer.write(rolledUp(touchQuarters(all.slice(from, from + ROLLED_UP_AT_ONCE)), []))
}
