import { Random } from '@/lib/sample/random'
import { HOUR_MS, iso, linesFile, MINUTE_MS, type SampleFile } from '@/lib/sample/sample-file'

const [JOB, RUN, MODEL] = ['nightly-docs', 'nightly-docs-1', 'gpt-5-codex']
const STEPS = ['Collect', 'Rewrite', 'Check'] as const

type Fields = Record<string, unknown>
const record = (kind: string, fields: Fields): Fields => ({ v: 1, kind, ...fields })

/** A small job in our own records at `now`, in milliseconds: three steps, the last of which failed at first. */
export function ownRecords(seed: string, now: number): SampleFile {
  const random = new Random(`${seed} pitwall`)
  const startedAt = now - 7 * HOUR_MS
  const steps = STEPS.map((name, index) => ({ name, index, at: startedAt + index * 12 * MINUTE_MS }))
  const endedAt = iso(startedAt + STEPS.length * 12 * MINUTE_MS)
  const about = { jobId: JOB, name: 'Nightly documentation', startedAt: iso(startedAt) }
  const run = { runId: RUN, ...about, tokenCap: 400_000 }
  return linesFile('pitwall/nightly.ndjson', [
    record('job', {
      ...about,
      type: 'task',
      goal: 'Bring the pages up to date',
      modelRequested: MODEL,
      status: 'running',
    }),
    record('run', { ...run, status: 'running', statusRaw: 'STARTED' }),
    ...steps.flatMap((step) => stepRecords(step, random)),
    record('run', { ...run, status: 'succeeded', statusRaw: 'DONE', endedAt }),
    record('job', {
      ...about,
      ...{ type: 'task', goal: 'Bring the pages up to date', modelRequested: MODEL, status: 'succeeded', endedAt },
    }),
  ])
}

function stepRecords({ name, index, at }: { name: string; index: number; at: number }, random: Random): Fields[] {
  const place = { runId: RUN, phaseId: name.toLowerCase() }
  const session = { sessionId: `${RUN}-${name.toLowerCase()}`, ...place, role: 'writer', agent: 'codex', model: MODEL }
  const endedAt = iso(at + 11 * MINUTE_MS)
  const usage = Array.from({ length: 6 }, (_, n) => {
    const [output, reasoning] = [random.int(380, 1_100), random.int(0, 200)]
    const counts = { input: random.int(600, 2_400), cacheRead: random.int(4_000, 19_000), output, reasoning }
    const usageId = `${session.sessionId}-${n + 1}`
    const when = { at: iso(at + (n + 1) * 90_000), provider: 'openai', model: MODEL, role: 'writer' }
    return record('usage', { usageId, ...place, sessionId: session.sessionId, ...when, usage: counts })
  })
  const failed = name === 'Check' ? [failure(place, session.sessionId, at)] : []
  return [
    record('phase', { ...place, index, name, status: 'running', startedAt: iso(at) }),
    record('session', { ...session, status: 'running', startedAt: iso(at) }),
    ...usage,
    ...failed,
    record('metric', { runId: RUN, name: 'pages_done', step: index, value: index * 14, at: endedAt }),
    record('event', { runId: RUN, ...{ type: 'step', level: 'info', title: `${name} ended`, at: endedAt } }),
    record('session', { ...session, status: 'succeeded', startedAt: iso(at), endedAt }),
    record('phase', {
      ...{ ...place, index, name, status: 'succeeded', startedAt: iso(at), endedAt },
      retryAttempt: failed.length,
    }),
  ]
}

const failure = (place: Fields, sessionId: string, at: number) =>
  record('failure', {
    ...{ ...place, sessionId, type: 'LinkError', at: iso(at + 3 * MINUTE_MS), resolution: 'The link was mended.' },
    message: 'docs/rates.md:18: link to a page that is not there: ./surcharges.md',
  })
