import path from 'node:path'
import { expect, test } from 'vitest'
import type { Context } from '@/lib/context'
import { ConfigurationPage, SummarizeResultsInput } from '@/lib/jobs/result-schema'
import { JobDetail } from '@/lib/jobs/schema'
import { RunDetail } from '@/lib/runs/schema'
import { getRun } from '@/lib/runs/server/get-run'
import { importInto } from '@/lib/testing/importing'
import { REAL_DATA, testDb } from '@/lib/testing/test-db'
import { getJob } from './get-job'
import { summarizeResults } from './summarize-results'

const AB = path.join(REAL_DATA ?? '', 'ab')
const SETS = ['SWE-bench+swe-bench.github.io', 'bethneyQQ+SWE4CC', 'gruckion+mini-swe-agent'].map((name) =>
  path.join(AB, name),
)

/** Model, how many of its 500 items it resolved, and what it cost in dollars, as published. */
const BASH_ONLY: [model: string, resolved: number, usd: number][] = [
  ['Claude 3.7 Sonnet (20250219)', 51, 177.3077],
  ['Claude 4 Sonnet (20250514)', 324, 185.7266],
  ['Claude 4.5 Sonnet (20250929)', 353, 279.1674],
  ['GPT-5 (2025-08-07) (medium reasoning)', 325, 140.1915],
  ['GPT-5 mini (2025-08-07) (medium reasoning)', 299, 17.7385],
  ['Gemini 2.5 Pro (2025-05-06)', 268, 144.186],
  ['Gemini 3 Pro Preview (2025-11-18)', 371, 229.9788],
  ['Qwen2.5-Coder 32B Instruct', 45, 34.0581],
  ['Qwen3-Coder 480B/A35B Instruct', 277, 123.9636],
  ['gpt-oss-120b', 130, 28.5595],
  ['o3 (2025-04-16)', 292, 166.8264],
]

async function summaryOf(ctx: Context, id: string) {
  const page = await summarizeResults(ctx, SummarizeResultsInput.parse({ id, limit: 100 }))
  expect(ConfigurationPage.parse(page)).toEqual(page)
  const job = await getJob(ctx, { id })
  expect(JobDetail.parse(job)).toEqual(job)
  return new Map(page.items.map((item) => [item.configuration, item]))
}

/** 11 models on 500 items each, as the leaderboard tells them. */
async function bashOnly(ctx: Context) {
  const summary = await summaryOf(ctx, 'results:leaderboard/bash-only')
  expect(summary.size).toBe(BASH_ONLY.length)
  for (const [model, resolved, usd] of BASH_ONLY) {
    const found = summary.get(model)
    expect(found, model).toMatchObject({ results: 500, items: 500, resolved, resolvedKnown: 500 })
    expect(((found?.costMicroUsd.sum ?? 0) / 1e6).toFixed(4), model).toBe(usd.toFixed(4))
  }
}

/** 300 items of SWE-bench Lite: patches, evaluation and cost of three files are one result each. */
async function lite(ctx: Context) {
  const summary = await summaryOf(ctx, 'results:swe-bench-lite')
  expect(summary.get('claude-sonnet-4-5')).toMatchObject({
    results: 300,
    resolved: 100,
    resolvedKnown: 300,
    errors: 39 + 85,
    costMicroUsd: { known: 300, sum: 58_475_397 },
  })
}

/** 334 trajectories: calls, tokens and both costs; the table that sums them up counts no second time. */
async function trajectories(ctx: Context) {
  const summary = await summaryOf(ctx, 'results:swe-bench')
  expect(summary.get('gemini-3-pro-trajs')).toMatchObject({
    results: 334,
    resolved: 260,
    calls: { sum: 13_415 },
    tokens: { sum: 220_242_958 + 3_692_543 },
    costMicroUsd: { sum: 153_492_569 },
  })
  const run = await getRun(ctx, { id: 'results:swe-bench/gemini-3-pro-trajs' })
  expect(RunDetail.parse(run)).toEqual(run)
  const { input, cacheRead, cacheWrite5m, output, reasoning, total } = run.usage
  expect((input ?? 0) + (cacheRead ?? 0) + (cacheWrite5m ?? 0)).toBe(220_242_958)
  expect([cacheRead, output, reasoning, total]).toEqual([183_951_601, 3_692_543, 66_999, 223_935_501])
  const charged = await ctx.db.usageEvent.aggregate({
    where: { runId: run.id, costKind: 'reported' },
    _sum: { costPico: true },
  })
  expect((Number(charged._sum.costPico) / 1e12).toFixed(6)).toBe('151.474995')

  const table = await getRun(ctx, { id: 'results:swe-bench/gemini-3-pro-rows' })
  expect(table.flagDetails.find(({ name }) => name === 'usage_repeated')).toMatchObject({ count: 334 })
  expect((await getJob(ctx, { id: 'results:swe-bench' })).tokens).toBe(223_935_501)
}

test.skipIf(!REAL_DATA)(
  'published experiments stand on their job pages with their published figures, each spending once',
  { timeout: 300_000 },
  async () => {
    const store = await testDb()
    await importInto(store, SETS)
    const ctx: Context = { db: store.db, fleet: 'own', now: new Date('2026-01-01T00:00:00.000Z') }
    await bashOnly(ctx)
    await lite(ctx)
    await trajectories(ctx)
  },
)
