import { writeFileSync } from 'node:fs'

type Fields = Record<string, unknown>

const START = Date.UTC(2026, 7, 1, 10)
/** Minutes after the start of the records. */
export const minute = (n: number) => new Date(START + n * 60_000).toISOString()

const record = (kind: string, fields: Fields) => `${JSON.stringify({ v: 1, kind, ...fields })}\n`

export const HOSTILE = {
  jobId: 'a/"b"#c?é',
  name: `\u202e<script>alert(1)</script><img src="https://elsewhere.example/x.png"> ${'n'.repeat(300)}`,
  type: `${'t'.repeat(120)}<b>`,
}

/** One seed of an optimisation: candidates, metrics, events, sessions and what they spent. */
function seed(name: string, ended: boolean): string {
  const runId = `tune-${name}`
  const state = ended ? { status: 'succeeded', endedAt: minute(50) } : { status: 'running' }
  const lines = [record('run', { runId, jobId: 'tune', name: `Seed ${name}`, startedAt: minute(1), ...state })]
  for (let n = 0; n < 12; n += 1) {
    const score = n === 5 ? null : Number((0.5 + n / 50).toFixed(3))
    lines.push(
      record('candidate', {
        jobId: 'tune',
        runId,
        candidateId: `${name}${n}`,
        index: n,
        isBaseline: n === 0,
        accepted: n % 3 !== 1,
        score,
        trainScore: 0.6,
        rolloutsSoFar: n * 20,
        costMicroUsdSoFar: n * 31_000,
        text: `Prompt ${n}`,
      }),
      record('metric', { runId, name: 'accuracy', step: n, value: n === 3 ? null : 0.5 + n / 50 }),
      record('event', {
        runId,
        type: n % 4 === 0 ? 'generation.complete' : 'candidate.evaluated',
        seq: n,
        level: n === 7 ? 'error' : 'info',
        title: `Candidate ${n} of ${name}`,
        at: minute(n),
      }),
    )
  }
  for (const role of ['coordinator', 'executor']) {
    const sessionId = `${role}-${name}`
    const usage = { input: 1_200, cacheRead: 800, output: 640, reasoning: 256 }
    lines.push(
      record('session', { sessionId, runId, role, model: 'gpt-5', status: 'succeeded', startedAt: minute(1) }),
      record('usage', {
        usageId: `u-${sessionId}`,
        at: minute(2),
        runId,
        sessionId,
        provider: 'openai',
        model: 'gpt-5',
        usage,
      }),
    )
  }
  lines.push(
    record('phase', {
      runId,
      phaseId: 'g0',
      index: 0,
      name: 'Generation 0',
      phaseType: 'generation',
      status: 'succeeded',
      startedAt: minute(1),
      endedAt: minute(9),
    }),
  )
  return lines.join('')
}

/** A group of two jobs, rows of results and a hostile job. */
export function writeJobs(file: string, { ended }: { ended: boolean }): string {
  const tune = ended ? { status: 'succeeded', endedAt: minute(50) } : { status: 'running', updatedAt: minute(1) }
  const lines = [
    record('job', {
      jobId: 'pair_1',
      name: 'Pair 1',
      type: 'pair',
      startedAt: minute(0),
      data: { commands: 23, commandsReported: 12 },
    }),
    record('job', {
      jobId: 'tune',
      parentId: 'pair_1',
      name: 'Tune the classifier',
      type: 'prompt_learning',
      goal: 'Improve it',
      modelRequested: 'gpt-4.1-mini',
      baselineScore: 0.5,
      bestScore: 0.72,
      config: { api_key: 'sk-aaaaaaaaaaaaaaaaaaaa', rollouts: 500 },
      startedAt: minute(0),
      ...tune,
    }),
    record('job', {
      jobId: 'shot',
      parentId: 'pair_1',
      name: 'One shot',
      type: 'one_shot',
      status: 'failed',
      startedAt: minute(0),
      endedAt: minute(3),
    }),
    record('job', {
      jobId: 'bench',
      name: 'Bench',
      type: 'evaluation',
      status: 'succeeded',
      startedAt: minute(0),
      endedAt: minute(9),
    }),
    record('job', {
      ...HOSTILE,
      startedAt: minute(0),
      goal: HOSTILE.name,
      config: { [HOSTILE.name]: 1 },
      data: { [HOSTILE.name]: HOSTILE.name },
    }),
    seed('a', ended),
    seed('b', true),
  ]
  for (const configuration of ['model a', 'model b']) {
    const runId = `bench-${configuration}`
    lines.push(record('run', { runId, jobId: 'bench', status: 'succeeded', startedAt: minute(0), endedAt: minute(9) }))
    for (let n = 0; n < 30; n += 1) {
      lines.push(
        record('result', {
          runId,
          jobId: 'bench',
          configuration,
          item: `item-${n}`,
          ...(n === 4 ? {} : { resolved: n % 3 === 0 }),
          score: n % 3 === 0 ? 1 : 0,
          ...(n % 2 === 0 ? { costMicroUsd: 93_410 + n, seconds: 12.5 + n } : {}),
          ...(n === 7 ? { error: '<script>alert(2)</script>' } : {}),
        }),
      )
    }
  }
  writeFileSync(file, lines.join(''))
  return file
}
