import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Document } from '@/lib/sources/reader'
import { gathered, memoryDocument, readKnownFolder } from '@/lib/testing/memory-source'
import { REAL_DATA } from '@/lib/testing/test-db'
import { oneShotReader } from './oneshot-reader'
import { synthAnswersReader } from './synth-answers-reader'
import { synthReportReader } from './synth-report-reader'

const ROOT = path.join(REAL_DATA ?? '', 'seeds/synth-ai')

function files(below: string): Document[] {
  return readdirSync(path.join(ROOT, below), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map((file) => memoryDocument(file, readFileSync(file, 'utf8')))
}

const readAll = (documents: readonly Document[]) =>
  gathered(documents.flatMap((document) => [...synthAnswersReader.read(document, null)]))

describe.skipIf(!REAL_DATA)('real records of synth-ai', () => {
  test('all 23 result files are known: 18 ended well, 2 of them without a score; 5 failed, 4 of them without a reason', () => {
    const documents = files('sdk-repo-transcribed/benchmarks')
    expect(documents).toHaveLength(23)
    expect(documents.map((document) => synthAnswersReader.detect(document)?.systemVersion)).toEqual(
      documents.map(() => 'result file'),
    )
    const reading = readAll(documents)
    const jobs = reading.of('job').filter((job) => job.type !== 'group')
    expect(reading.rejected).toEqual([])
    const count = (flag: string) => jobs.filter((job) => job.flags.includes(flag)).length
    const byStatus = (status: string) => jobs.filter((job) => job.status === status).length
    expect([byStatus('succeeded'), byStatus('failed')]).toEqual([18, 5])
    expect(count('missing_reason')).toBe(4)
    expect(count('score_missing')).toBe(2)
    expect(reading.of('failure').map((failure) => [failure.type, failure.cause])).toEqual([['ReadError', 'infra']])
    expect([...new Set(jobs.map((job) => job.parentKey))].sort()).toEqual([
      'benchmark/banking77',
      'benchmark/hotpotqa',
      'benchmark/hover',
      'benchmark/iris',
    ])
  })

  test('the four evaluations: a reason only in a seed, one count on every seed, tokens without cost, overtime', () => {
    const reading = readAll(files('sdk-repo-transcribed/data'))
    const jobs = new Map(reading.of('job').map((job) => [job.jobKey, job]))
    const flags = (id: string) => [...(jobs.get(id)?.flags ?? [])].sort()
    expect(flags('eval_0a1db831db5a411d')).toEqual(['first_cause_elsewhere', 'tokens_unknown', 'zone_unknown'])
    expect(flags('eval_746b4b0a795a4453')).toEqual([
      'first_cause_elsewhere',
      'over_timeout',
      'tokens_unknown',
      'zone_unknown',
    ])
    expect(flags('eval_edf7e0b4590d4e3f')).toEqual(['zone_unknown'])
    expect(flags('eval_5ab4a75ca4f84f2f')).toEqual(['tokens_implausible', 'zone_unknown'])
    expect(reading.of('result')).toHaveLength(6)
    expect(reading.of('usage').map((event) => [event.usage.total, event.costPico])).toEqual([
      [149_388n, null],
      ...[1, 2, 3].map(() => [78n, 14_400_000n]),
    ])
    expect(jobs.get('eval_5ab4a75ca4f84f2f')?.bestScore).toBe(0.62)
  })

  test('an optimisation in progress runs, a job request has no state, rollouts are groups of their runs', () => {
    const reading = readAll(
      [...files('cookbooks'), ...files('OneShot/temp')].filter((document) => synthAnswersReader.detect(document)),
    )
    const byKey = new Map(reading.of('job').map((job) => [job.jobKey, job]))
    expect(byKey.get('pl_2719a7b15cc6433b')).toMatchObject({
      statusRaw: 'in_progress',
      status: 'running',
      name: 'gepa crafter',
    })
    const request = reading.of('job').find((job) => job.jobKey.startsWith('request/'))
    expect(request).toMatchObject({ type: 'prompt_learning', status: 'unknown', modelRequested: 'openai/gpt-oss-20b' })
    expect(request?.goal).toContain('banking assistant')
    expect(reading.of('job').filter((job) => job.jobKey.startsWith('rollout/'))).toHaveLength(5)
    expect(reading.of('run').filter((run) => run.job?.type === 'group')).toHaveLength(13)
  })

  test('the OneShot evaluation: every rubric 0 because no test could be run, and no tokens measured', () => {
    const folder = path.join(ROOT, 'OneShot/results/20251105__01-00-45')
    const all = files('OneShot/results').map((document) => [path.relative(folder, document.path), document.text()])
    const reading = readKnownFolder(oneShotReader, folder, Object.fromEntries(all) as Record<string, string>)
    const run = reading.only('run')
    expect(run).toMatchObject({ runKey: '20251105__01-00-45', job: { key: 'task/synth-ai-cuvier-cli', type: 'task' } })
    expect(run.flags).toEqual(expect.arrayContaining(['claimed_not_verified', 'tokens_unknown']))
    expect(reading.of('usage')).toEqual([])
    expect(reading.of('failure').map((failure) => failure.cause)).toEqual(['config', 'config', 'config'])
    expect(
      reading
        .of('result')
        .filter((row) => row.split === 'rubric')
        .map((row) => row.score),
    ).toEqual([0, 0, 0])
  })

  test('notes and logs of operators are not taken for reports', () => {
    const texts = files('OneShot').filter((document) => document.path.endsWith('.txt'))
    expect(texts.length).toBeGreaterThan(5)
    expect(texts.filter((document) => synthReportReader.detect(document))).toEqual([])
  })
})
