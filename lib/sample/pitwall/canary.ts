import { Random } from '@/lib/sample/random'
import { iso, linesFile, MINUTE_MS, type SampleFile } from '@/lib/sample/sample-file'
import { CANARY_COMMITS, type CanaryFailure, type CanaryRun, canaryRuns } from './canary-plan'

const [JOB, MODEL] = ['label-canary', 'gpt-5-codex']

type Fields = Record<string, unknown>
const record = (kind: string, fields: Fields): Fields => ({ v: 1, kind, ...fields })

/** Where each failure occurs and what it says; the values differ from one occurrence to the next. */
const FAILURES: Readonly<Record<CanaryFailure, { phase: 'start' | 'print'; says: (random: Random) => string }>> = {
  port: {
    phase: 'start',
    says: (random) => `OSError: [Errno 98] Address already in use: ('0.0.0.0', ${random.int(8_101, 8_190)})`,
  },
  session: {
    phase: 'print',
    says: (random) => `No conversation found with session ID: ${random.int(0x10_00_00, 0xff_ff_ff).toString(16)}4e-17`,
  },
  limit: {
    phase: 'print',
    says: (random) =>
      `429 Too Many Requests: ${random.int(61, 190)} in the last minute, again in ${random.int(2, 58)} s`,
  },
  disk: {
    phase: 'print',
    says: (random) =>
      `OSError: [Errno 28] No space left on device: '/var/spool/canary/label-${random.int(100, 999)}.pdf'`,
  },
  printer: {
    phase: 'print',
    says: (random) => `PrinterTimeout: printer-${random.int(11, 48)} timed out after ${random.int(30, 90)} s`,
  },
  binary: {
    phase: 'print',
    says: (random) => `/bin/sh: ${random.int(1, 9)}: pdftotext: command not found`,
  },
}

/**
 * A job in our own records that tries every commit of a service, at `now` in milliseconds: one of its failures was mended
 * for good, one came back, one gets more, one is new, one has gone and one was always there.
 */
export function canary(seed: string, now: number): SampleFile {
  const random = new Random(`${seed} canary`)
  const runs = canaryRuns(now)
  const [first, last] = [runs[0], runs.at(-1)]
  const about = {
    jobId: JOB,
    name: 'Label service, canary',
    type: 'canary',
    project: 'label-service',
    modelRequested: MODEL,
  }
  return linesFile('pitwall/canary.ndjson', [
    record('job', {
      ...{ ...about, status: 'running', goal: 'Start every commit and print a label with it' },
      ...{ startedAt: iso(first?.startedAt ?? now), updatedAt: iso((last?.startedAt ?? now) + 9 * MINUTE_MS) },
      data: { commits: CANARY_COMMITS },
    }),
    ...runs.flatMap((run) => runRecords(run, random)),
  ])
}

function runRecords({ id, startedAt, commit, met }: CanaryRun, random: Random): Fields[] {
  const endedAt = iso(startedAt + 9 * MINUTE_MS)
  const print = startedAt + 3 * MINUTE_MS
  const status = met.length > 0 ? 'failed' : 'succeeded'
  const failures = met.map((name, index) => {
    const { phase, says } = FAILURES[name]
    const at = (phase === 'start' ? startedAt : print) + (index + 1) * 50_000 + random.int(0, 9_000)
    return { phase, record: failureRecord(id, { phase, message: says(random), at }) }
  })
  const states = (phase: string) => (failures.some((failure) => failure.phase === phase) ? 'failed' : 'succeeded')
  const place = { runId: id, phaseId: 'print' }
  const when = { at: iso(print + 2 * MINUTE_MS), provider: 'openai', model: MODEL }
  const usage = { input: random.int(900, 2_600), cacheRead: random.int(3_000, 9_000), output: random.int(200, 640) }
  return [
    record('phase', phaseOf(id, 0, 'start', { from: startedAt, to: print, status: states('start') })),
    record('phase', phaseOf(id, 1, 'print', { from: print, to: Date.parse(endedAt), status: states('print') })),
    ...failures.map((failure) => failure.record),
    record('usage', { usageId: `${id}-label`, ...place, ...when, usage }),
    record('run', {
      ...{ runId: id, jobId: JOB, name: 'Label service, canary', project: 'label-service', status },
      ...{ startedAt: iso(startedAt), endedAt, data: { git_commit: commit } },
    }),
  ]
}

function phaseOf(runId: string, index: number, name: string, of: { from: number; to: number; status: string }): Fields {
  const times = { startedAt: iso(of.from), endedAt: iso(of.to) }
  return { runId, phaseId: name, index, name, phaseType: name, status: of.status, ...times }
}

const failureRecord = (runId: string, of: { phase: string; message: string; at: number }): Fields =>
  record('failure', { runId, phaseId: of.phase, message: of.message, at: iso(of.at) })
