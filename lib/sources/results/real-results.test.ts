import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sumUsage } from '@/lib/model/usage'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { memoryDocument } from '@/lib/testing/memory-source'
import { dollars, type Gathered, readJsonLines, readResults, sorted } from '@/lib/testing/read-results'
import { REAL_DATA } from '@/lib/testing/test-db'
import { leaderboardReader } from './leaderboard-reader'
import { predictionsReader } from './predictions-reader'
import { resultsDocumentReaders } from './results-document-readers'
import { sweRunReportReader } from './swe-run-report-reader'

const bytesOf = (name: string): Buffer => {
  const bytes = readFileSync(path.join(REAL_DATA ?? '', name))
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes
}
const textOf = (name: string) => bytesOf(name).toString('utf8')
const has = (name: string) => REAL_DATA !== null && existsSync(path.join(REAL_DATA, name))

/** The members of a tar archive, as ingest hands them in. */
function* membersOf(name: string): Iterable<Document> {
  const bytes = bytesOf(name)
  for (let at = 0; at + 512 <= bytes.length; ) {
    const header = bytes.subarray(at, at + 512)
    const member = header.subarray(0, 100).toString().replace(/\0.*$/s, '')
    const size = Number.parseInt(header.subarray(124, 136).toString().replace(/\0.*$/s, '').trim() || '0', 8)
    if (member === '') return
    const text = bytes.subarray(at + 512, at + 512 + size).toString('utf8')
    if (size > 0) yield memoryDocument(`${path.basename(name)}!/${member}`, text)
    at += 512 + Math.ceil(size / 512) * 512
  }
}

const readerOf = (document: Document): DocumentReader | undefined =>
  resultsDocumentReaders.find((reader) => reader.detect(document) !== null)

function readAny(document: Document): Gathered {
  const reader = readerOf(document)
  if (reader === undefined) throw new Error(`nobody knows ${document.path}`)
  return sorted(reader.read(document, null))
}

const TRAJECTORIES = 'ab/gruckion+mini-swe-agent/gemini-3-pro-trajs.shared.tar.gz'
test.skipIf(!has(TRAJECTORIES))('334 trajectories give their published figures, the two costs apart', () => {
  const all = [...membersOf(TRAJECTORIES)].map(readAny)
  const results = all.flatMap((one) => one.results)
  const usage = all.flatMap((one) => one.usage)
  const tried = results.filter(({ part }) => part === 'trajectory')
  const judged = results.filter(({ part }) => part === 'evaluation')
  const sum = sumUsage(usage.map((one) => one.usage))
  expect(tried).toHaveLength(334)
  expect(judged.filter(({ resolved }) => resolved)).toHaveLength(260)
  expect(tried.reduce((calls, one) => calls + (one.calls ?? 0), 0)).toBe(13_415)
  expect((sum.input ?? 0n) + (sum.cacheRead ?? 0n)).toBe(220_242_958n)
  expect(sum.cacheRead).toBe(183_951_601n)
  expect(sum.output).toBe(3_692_543n)
  expect(sum.reasoning).toBe(66_999n)
  expect(sum.unsplit).toBeNull()
  expect(dollars(tried.map(({ costPico }) => costPico))).toBeCloseTo(153.492569, 6)
  expect(dollars(usage.map(({ costPico }) => costPico))).toBeCloseTo(151.474995, 6)
  expect(new Set(usage.map(({ nativeId }) => nativeId)).size).toBe(13_415)
  expect(new Set(all.flatMap((one) => one.runs.map(({ runKey }) => runKey))).size).toBe(1)
  const meet = new Set(tried.map(({ runKey, itemKey }) => `${runKey} ${itemKey}`))
  expect(judged.every(({ runKey, itemKey }) => meet.has(`${runKey} ${itemKey}`))).toBe(true)
  expect(all.flatMap((one) => one.rejected)).toEqual([])
})

const LEADERBOARD = 'ab/SWE-bench+swe-bench.github.io/data/leaderboards.bash-only.shared.json'
describe.skipIf(!has(LEADERBOARD))('the published bash-only rows', () => {
  const read = () => readResults(leaderboardReader, LEADERBOARD, textOf(LEADERBOARD))

  test('are 11 models of 500 items, with the costs that are published', () => {
    const { runs, results } = read()
    expect(runs).toHaveLength(11)
    expect(results).toHaveLength(5_500)
    const costs = runs.map(({ runKey }) =>
      dollars(results.filter((one) => one.runKey === runKey).map(({ costPico }) => costPico)),
    )
    expect(costs.map((cost) => Number(cost.toFixed(4))).slice(0, 4)).toEqual([229.9788, 279.1674, 140.1915, 185.7266])
  })

  test('give headlines that follow from them, but for the two that do not', () => {
    const wrong = read().runs.filter(({ flags }) => flags.includes('total_mismatch'))
    expect(wrong.map(({ name, data }) => [name, (data['headlines'] as object[])[0]])).toEqual([
      ['Claude 4 Sonnet (20250514)', { name: 'resolved %', published: 64.93, rows: 64.8, agrees: false }],
      ['Claude 3.7 Sonnet (20250219)', { name: 'resolved %', published: 52.8, rows: 10.2, agrees: false }],
    ])
  })

  test('give the paired counts of both, only one and neither', () => {
    const { runs, results } = read()
    const of = (name: string) => {
      const run = runs.find((one) => one.name?.startsWith(name))
      return new Map(results.filter(({ runKey }) => runKey === run?.runKey).map((one) => [one.itemKey, one.resolved]))
    }
    const pairs = (a: string, b: string) => {
      const other = of(b)
      const counts = { both: 0, b: 0, c: 0, neither: 0 }
      for (const [item, resolved] of of(a))
        counts[resolved ? (other.get(item) ? 'both' : 'b') : other.get(item) ? 'c' : 'neither'] += 1
      return counts
    }
    expect(pairs('Claude 4.5 Sonnet', 'GPT-5 (2025')).toEqual({ both: 300, b: 53, c: 25, neither: 122 })
    expect(pairs('GPT-5 (2025', 'GPT-5 mini')).toEqual({ both: 271, b: 54, c: 28, neither: 147 })
  })
})

const LITE = 'ab/bethneyQQ+SWE4CC/results/claude-sonnet-4-5__SWE-bench_Lite_oracle__test.jsonl.gz'
const LITE_REPORT = 'ab/bethneyQQ+SWE4CC/reports/claude-sonnet-4-5.claude-4.5-sonnet-evaluation.json'
test.skipIf(!has(LITE))('300 rows of SWE-bench Lite and the report of their run meet, and give its figures', () => {
  const lines = textOf(LITE).trim().split('\n')
  const rows = readJsonLines(
    predictionsReader,
    LITE.slice(0, -3),
    lines.map((line) => JSON.parse(line) as unknown),
  )
  const report = readResults(sweRunReportReader, LITE_REPORT, textOf(LITE_REPORT))
  expect(rows.results).toHaveLength(300)
  expect(dollars(rows.results.map(({ costPico }) => costPico))).toBeCloseTo(58.4754, 4)
  expect(report.results.filter(({ resolved }) => resolved)).toHaveLength(100)
  expect(report.results.filter(({ error }) => error === 'empty patch')).toHaveLength(39)
  expect(report.results.filter(({ error }) => error === 'error')).toHaveLength(85)
  expect(report.runs.map(({ runKey }) => runKey)).toEqual(rows.runs.map(({ runKey }) => runKey))
  expect(rows.jobs[0]?.name).toBe('SWE-bench Lite')
  const spent = dollars(rows.usage.map(({ costPico }) => costPico))
  expect(spent).toBeCloseTo(58.4754, 4)
})
