import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { HOSTILE_MARK } from '@/lib/testing/hostile-database'

const HOUR_MS = 3_600_000
const PROJECT = '/work/console'

/** Failures of different kinds: none of them may be taken for another. */
const KINDS = [
  'TLS certificate verification failed: unable to get local issuer certificate',
  'Environment file .env was not loaded before the command ran',
  'Command waits for an answer at a prompt that nobody can give',
  'Expected an object in the answer, got a list instead',
  'Deploy rejects the documented argument order',
  'Fetch of run status failed: 404 Client Error: Not Found',
  'Fetch of run status failed: 500 Server Error: Internal Server Error',
  'Patch rejected because it touches protected paths',
  'Corrupt patch: trailing garbage behind the last hunk',
  'Connection aborted: remote end closed without response',
  'Address already in use: the preview server holds its port',
  'Worker process never detached from its terminal',
  'Key was minted but never registered at the gateway',
  'Session is in use by another client',
  'Unsupported parameter max_tokens for this model',
  'Model returned an empty completion without any choice',
  'Permission denied when writing the output folder',
  'Binary ripgrep is missing on this machine',
  'Linter found a forbidden import in the billing room',
  'Merge conflict in the lock file of the workspace',
  'Quota of the search index is used up',
  'Schema migration halted by a foreign key',
] as const
export const FAILURE_KINDS = KINDS.length

/** In which of six sessions the first four came back. */
const TOLD: readonly (readonly number[])[] = [
  [1, 4, 5, 6],
  [3, 4, 5, 6],
  [3, 4, 5, 6],
  [5, 6],
]
const SESSIONS = 6

const line = (record: object) => `${JSON.stringify({ v: 1, ...record })}\n`

/** Six sessions of one project with failures of many kinds, the newest an hour old. */
export function writePatternRecords(folder: string, now = Date.now()): void {
  const startOf = (n: number) => now - (SESSIONS - n) * 72 * HOUR_MS - 5 * HOUR_MS
  const iso = (ms: number) => new Date(ms).toISOString()
  const lines = Array.from({ length: SESSIONS }, (_, index) => {
    const n = index + 1
    const times = { startedAt: iso(startOf(n)), endedAt: iso(startOf(n) + 4 * HOUR_MS) }
    return line({ kind: 'session', sessionId: `s-${n}`, project: PROJECT, status: 'succeeded', ...times })
  })
  KINDS.forEach((message, kind) => {
    for (const n of TOLD[kind] ?? [SESSIONS]) {
      const at = iso(startOf(n) + (kind + 1) * 60_000)
      lines.push(line({ kind: 'failure', failureId: `f-${kind}-${n}`, sessionId: `s-${n}`, message, at }))
    }
  })
  writeFileSync(path.join(folder, 'failures.ndjson'), lines.join(''))
}

/** Messages that would run, colour, reorder or bury a page that takes them at their word. */
export function writeHostileFailures(folder: string, now = Date.now()): void {
  const at = new Date(now - HOUR_MS).toISOString()
  const messages = [
    `Render failed: <img src=x onerror="window.${HOSTILE_MARK}=1"><script>window.${HOSTILE_MARK}=1</script>`,
    'Colour \u001b[31mred\u001b[0m and a cursor \u001b[2J\u001b[H that moves',
    'Invoice \u202egnp.exe\u202c could not be opened',
    'Nul \u0000 in the middle \u0000 of a word',
    `Endless ${'word '.repeat(1_000_000)}`,
    `Backtrack ${'a'.repeat(200_000)}! ${'('.repeat(50_000)}`,
    '__proto__ constructor toString',
  ]
  const records = messages.map((message, n) => line({ kind: 'failure', failureId: `hostile-${n}`, message, at }))
  writeFileSync(path.join(folder, 'hostile.ndjson'), records.join(''))
}
