import { Random } from '@/lib/sample/random'
import { HOUR_MS, iso, linesFile, MINUTE_MS, type SampleFile } from '@/lib/sample/sample-file'

const [JOB, MODEL] = ['refund-prompt', 'gpt-4o-mini']
const ITEMS = 12
const OUTAGE = 'certificate verify failed: unable to get local issuer certificate (api.openai.com)'

type Fields = Record<string, unknown>
const record = (kind: string, fields: Fields): Fields => ({ v: 1, kind, ...fields })

/**
 * An experiment in our own records at `now`, in milliseconds, that infrastructure killed: not one call of its baseline got
 * through, and its orchestrator wrote down a success rate of 0 all the same.
 */
export function outageExperiment(seed: string, now: number): SampleFile {
  const random = new Random(`${seed} outage`)
  const startedAt = now - 30 * HOUR_MS
  const [baseline, candidate] = [startedAt, startedAt + 25 * MINUTE_MS]
  const about = { jobId: JOB, name: 'Refund prompt, shorter', type: 'evaluation', modelRequested: MODEL }
  const items = Array.from({ length: ITEMS }, (_, index) => index)
  const endedAt = iso(candidate + 20 * MINUTE_MS)
  return linesFile('pitwall/refund-prompt.ndjson', [
    record('job', { ...about, status: 'succeeded', startedAt: iso(startedAt), endedAt }),
    ...armRecords('baseline', baseline),
    ...items.map((index) => lostResult(index, baseline)),
    record('metric', { runId: runOf('baseline'), name: 'success_rate', value: 0, at: iso(baseline + 20 * MINUTE_MS) }),
    ...armRecords('shorter prompt', candidate),
    ...items.flatMap((index) => answered(random, index, candidate)),
  ])
}

const runOf = (arm: string) => `${JOB}/${arm.replaceAll(' ', '-')}`
const itemOf = (index: number) => `ticket-${index + 1}`

/** Its run, set up alike in both arms. */
const armRecords = (arm: string, startedAt: number): Fields[] => [
  record('run', {
    ...{ runId: runOf(arm), jobId: JOB, name: `Refund prompt: ${arm}`, goal: 'Answer the refund tickets' },
    ...{ status: 'succeeded', statusRaw: 'COMPLETED', tokenCap: 200_000 },
    ...{ startedAt: iso(startedAt), endedAt: iso(startedAt + 20 * MINUTE_MS) },
    data: {
      ...{ git_commit: 'b41c7e90d2f8', configuration: arm, model: MODEL, seed: 17, judge_model: 'gpt-4.1' },
      ...{ switches: { retries: false }, tool_versions: { harness: '2.4.0' } },
    },
  }),
]

/** The handshake failed, so nobody answered and nothing was spent. */
const lostResult = (index: number, startedAt: number): Fields =>
  record('result', {
    ...{ runId: runOf('baseline'), jobId: JOB, configuration: 'baseline', item: itemOf(index) },
    ...{ resolved: false, error: OUTAGE, seconds: 30, at: iso(startedAt + (index + 1) * MINUTE_MS) },
  })

/** What came of an item, and the call it took. */
function answered(random: Random, index: number, startedAt: number): Fields[] {
  const at = iso(startedAt + (index + 1) * MINUTE_MS)
  const place = { runId: runOf('shorter prompt'), jobId: JOB }
  const resolved = random.chance(0.7)
  const usage = { input: random.int(2_100, 4_800), output: random.int(180, 520) }
  return [
    record('result', {
      ...{ ...place, configuration: 'shorter prompt', item: itemOf(index), resolved },
      ...{ seconds: random.int(40, 110) / 10, at },
    }),
    record('usage', {
      usageId: `${JOB}-${index + 1}`,
      runId: place.runId,
      at,
      provider: 'openai',
      model: MODEL,
      usage,
    }),
  ]
}
