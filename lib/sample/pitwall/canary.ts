import { Random } from '@/lib/sample/random'
import { iso, linesFile, MINUTE_MS, type SampleFile } from '@/lib/sample/sample-file'
import { CANARY_COMMITS, type CanaryFailure, type CanaryRun, canaryRuns } from './canary-plan'

const [JOB, MODEL] = ['label-canary', 'gpt-5-codex']

type Fields = Record<string, unknown>
const record = (kind: string, fields: Fields): Fields => ({ v: 1, kind, ...fields })

interface Told {
  phase: 'start' | 'print'
  /** Another attempt got through, so that nothing failed in the end. */
  retried: boolean
  /** The values differ from one occurrence to the next. */
  says: (random: Random) => string
}

const FAILURES: Readonly<Record<CanaryFailure, Told>> = {
  port: {
    ...{ phase: 'start', retried: false },
    says: (random) => `OSError: [Errno 98] Address already in use: ('0.0.0.0', ${random.int(8_101, 8_190)})`,
  },
  session: {
    ...{ phase: 'print', retried: false },
    says: (random) => `No conversation found with session ID: ${random.int(0x10_00_00, 0xff_ff_ff).toString(16)}4e-17`,
  },
  limit: {
    ...{ phase: 'print', retried: true },
    says: (random) =>
      `429 Too Many Requests: ${random.int(61, 190)} in the last minute, again in ${random.int(2, 58)} s`,
  },
  disk: {
    ...{ phase: 'print', retried: false },
    says: (random) =>
      `OSError: [Errno 28] No space left on device: '/var/spool/canary/label-${random.int(100, 999)}.pdf'`,
  },
  printer: {
    ...{ phase: 'print', retried: true },
    says: (random) => `PrinterTimeout: printer-${random.int(11, 48)} timed out after ${random.int(30, 90)} s`,
  },
  binary: {
    ...{ phase: 'print', retried: false },
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
      ...{ ...about, status: 'partial', goal: 'Start every commit and print a label with it' },
      ...{ startedAt: iso(first?.startedAt ?? now), updatedAt: iso((last?.startedAt ?? now) + 9 * MINUTE_MS) },
      data: { commits: CANARY_COMMITS },
    }),
    ...runs.flatMap((run) => runRecords(run, random)),
  ])
}

function runRecords({ id, startedAt, commit, met }: CanaryRun, random: Random): Fields[] {
  const [print, end] = [startedAt + 3 * MINUTE_MS, startedAt + 9 * MINUTE_MS]
  const failures = met.map((name, index) => {
    const { phase, says, retried } = FAILURES[name]
    const at = iso((phase === 'start' ? startedAt : print) + (index + 1) * 50_000 + random.int(0, 9_000))
    const resolution = retried ? 'Another attempt got through.' : null
    return record('failure', { runId: id, phaseId: phase, message: says(random), at, resolution })
  })
  const ended = (phase?: Told['phase']) => {
    const lost = met.some((name) => !FAILURES[name].retried && (!phase || FAILURES[name].phase === phase))
    return lost ? { status: 'failed', failureReason: 'No label was printed' } : { status: 'succeeded' }
  }
  const phaseOf = (index: number, name: Told['phase'], from: number, to: number) => {
    const about = { runId: id, phaseId: name, index, name, phaseType: name }
    return record('phase', { ...about, ...ended(name), startedAt: iso(from), endedAt: iso(to) })
  }
  const about = { runId: id, jobId: JOB, name: 'Label service, canary', project: 'label-service' }
  const times = { startedAt: iso(startedAt), endedAt: iso(end) }
  return [
    phaseOf(0, 'start', startedAt, print),
    phaseOf(1, 'print', print, end),
    ...failures,
    usageOf(id, print, random),
    record('run', { ...about, ...ended(), ...times, data: { git_commit: commit } }),
  ]
}

function usageOf(runId: string, print: number, random: Random): Fields {
  const usage = { input: random.int(900, 2_600), cacheRead: random.int(3_000, 9_000), output: random.int(200, 640) }
  const when = { at: iso(print + 2 * MINUTE_MS), provider: 'openai', model: MODEL }
  return record('usage', { usageId: `${runId}-label`, runId, phaseId: 'print', ...when, usage })
}
