import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { closeDb, type Db, openDb } from '@/lib/db/client'
import { parseLiteLlm } from '@/lib/ledger/prices'
import { importInto } from '@/lib/testing/importing'
import { REAL_DATA, testDb, testFolder } from '@/lib/testing/test-db'
import { migrate } from '@/prisma/migrate'
import { Lease } from './lease'
import { activatePrices } from './prices'

const LONG_MS = 300_000
const PRICES = 'pricing/Prajwalsrinvas+token-tariff/model_prices_and_context_window.json.gz'

interface ClaudeModel {
  input: number
  output: number
  cache_write_5m: number
  cache_write_1h: number
  cache_read: number
  responses?: number
  cost_usd?: number | null
}
interface CodexModel {
  input_tokens: number
  cached_input_tokens: number
  output_tokens: number
  reasoning_output_tokens: number
  total_tokens: number
}
interface ClaudeCase {
  files: string[]
  expected_with_agent_progress: Record<string, Omit<ClaudeModel, 'cache_write_5m'> & { cache_write: number }>
  expected_cost_usd: Record<string, number | null>
}
interface CodexCase {
  files: string[]
  expected: Record<string, CodexModel>
  expected_cost_usd: Record<string, number | null>
}
interface Expected {
  claude_code: {
    files: Record<
      string,
      Record<'transcript_only' | 'with_embedded_subagents', Record<string, ClaudeModel> | undefined>
    >
    groups: Record<string, Record<string, ClaudeModel>>
  }
  codex: { files: Record<string, { per_model: Record<string, CodexModel> }> }
  claude_compare: Record<string, ClaudeCase>
  codex_compare: Record<string, CodexCase>
}

const expected = REAL_DATA
  ? (JSON.parse(readFileSync(path.join(REAL_DATA, 'EXPECTED.json'), 'utf8')) as Expected)
  : null
const real = (file: string) => path.join(REAL_DATA ?? '', file)

/** What the database says of one instance, by model, in the words of the expectations. */
async function sums(db: Db, instanceId: string) {
  const rows = await db.usageEvent.findMany({ where: { instanceId } })
  const models: Record<string, ClaudeModel & { reasoning: number; costPico: bigint | null }> = {}
  for (const row of rows) {
    const model = row.model ?? ''
    const sum = models[model] ?? {
      input: 0,
      output: 0,
      cache_write_5m: 0,
      cache_write_1h: 0,
      cache_read: 0,
      reasoning: 0,
      responses: 0,
      costPico: 0n,
    }
    sum.input += Number(row.input ?? 0)
    sum.output += Number(row.output ?? 0)
    sum.cache_write_5m += Number(row.cacheWrite5m ?? 0)
    sum.cache_write_1h += Number(row.cacheWrite1h ?? 0)
    sum.cache_read += Number(row.cacheRead ?? 0)
    sum.reasoning += Number(row.reasoning ?? 0)
    sum.responses = (sum.responses ?? 0) + 1
    sum.costPico = sum.costPico === null || row.costPico === null ? null : sum.costPico + row.costPico
    models[model] = sum
  }
  return models
}

/**
 * The exact cost, or the expected one when that is the exact one rounded to the sixth decimal. The expectations were added
 * up in floating point, so where the exact sum lies half-way between two of them they went either way.
 */
function costAsExpected(costPico: bigint | null, wanted: number | null): number | null {
  if (costPico === null || wanted === null) return costPico === null ? null : Number(costPico) / 1e12
  const off = costPico - BigInt(Math.round(wanted * 1e6)) * 1_000_000n
  return off >= -500_000n && off <= 500_000n ? wanted : Number(costPico) / 1e12
}

/** What was found, in the words and with the columns of what is expected. */
function claudeWords(models: Awaited<ReturnType<typeof sums>>, wanted: Record<string, ClaudeModel>) {
  return Object.fromEntries(
    Object.entries(models).map(([model, { reasoning: _reasoning, responses, costPico, ...classes }]) => {
      const of = wanted[model]
      return [
        model,
        {
          ...classes,
          ...(of?.responses !== undefined && { responses }),
          cost_usd: costAsExpected(costPico, of?.cost_usd ?? null),
        },
      ]
    }),
  )
}

const withCosts = (models: Record<string, ClaudeModel>) =>
  Object.fromEntries(Object.entries(models).map(([model, of]) => [model, { ...of, cost_usd: of.cost_usd ?? null }]))

function codexWords(models: Awaited<ReturnType<typeof sums>>): Record<string, CodexModel> {
  return Object.fromEntries(
    Object.entries(models).map(([model, of]) => {
      const input = of.input + of.cache_read + of.cache_write_5m + of.cache_write_1h
      return [
        model,
        {
          input_tokens: input,
          cached_input_tokens: of.cache_read,
          output_tokens: of.output,
          reasoning_output_tokens: of.reasoning,
          total_tokens: input + of.output,
        },
      ]
    }),
  )
}

async function activateRealPrices(db: Db) {
  const lease = await Lease.take(db, 'command', new Date())
  if (!lease) throw new Error('somebody holds the lease')
  const table = parseLiteLlm(gunzipSync(readFileSync(real(PRICES))).toString('utf8'))
  await activatePrices(db, lease, table, 'prices.json', new Date())
  await lease.release()
}

async function pricedDb() {
  const store = await testDb()
  await activateRealPrices(store.db)
  return store
}

describe.skipIf(!expected)('real transcripts, each file for itself', () => {
  let db: Db
  const files = Object.keys({ ...expected?.claude_code.files, ...expected?.codex.files })
  const instanceOf = (file: string) => `f${files.indexOf(file)}`
  beforeAll(async () => {
    const url = `file:${path.join(testFolder(), 'pitwall.db')}`
    await migrate(url)
    db = await openDb(url)
    const store = { db, folder: path.dirname(url.slice('file:'.length)) }
    await activateRealPrices(db)
    for (const file of files) await importInto(store, [real(file)], { instance: instanceOf(file) })
    return () => closeDb(db)
  }, LONG_MS)

  test.each(Object.entries(expected?.claude_code.files ?? {}))('Claude Code %s', async (file, of) => {
    const models = of.with_embedded_subagents ?? of.transcript_only ?? {}
    const found = await sums(db, `claude-code@${instanceOf(file)}`)
    expect(claudeWords(found, models)).toEqual(withCosts(models))
  })

  test.each(Object.entries(expected?.codex.files ?? {}))('Codex %s', async (file, of) => {
    expect(codexWords(await sums(db, `codex@${instanceOf(file)}`))).toEqual(of.per_model)
  })
})

describe.skipIf(!expected)('real transcripts together', () => {
  test(
    'all files of Claude Code, deduplicated, in path order and in reverse',
    async () => {
      const wanted =
        expected?.claude_code.groups['all files, deduplicated across files, embedded subagents included'] ?? {}
      const files = Object.keys(expected?.claude_code.files ?? {}).sort()
      for (const order of [files, [...files].reverse()]) {
        const store = await pricedDb()
        for (const file of order) await importInto(store, [real(file)])
        expect(claudeWords(await sums(store.db, 'claude-code'), wanted)).toEqual(withCosts(wanted))
      }
    },
    LONG_MS,
  )

  test.each(Object.entries(expected?.claude_compare ?? {}))(
    'Claude Code %s',
    async (_name, of) => {
      const store = await pricedDb()
      await importInto(store, of.files.map(real))
      const found = await sums(store.db, 'claude-code')
      const wanted: Record<string, unknown> = {}
      for (const [name, { cache_write, cache_write_1h, ...classes }] of Object.entries(
        of.expected_with_agent_progress,
      )) {
        const model = name.split(' [')[0] ?? ''
        const before = (wanted[model] ?? {}) as Record<string, number>
        const now = { ...classes, cache_write_1h, cache_write_5m: cache_write - cache_write_1h } as Record<
          string,
          number
        >
        wanted[model] = Object.fromEntries(Object.keys(now).map((key) => [key, (before[key] ?? 0) + (now[key] ?? 0)]))
      }
      const classes = Object.fromEntries(
        Object.entries(found).map(([model, { input, output, cache_read, cache_write_1h, cache_write_5m }]) => [
          model,
          { input, output, cache_read, cache_write_1h, cache_write_5m },
        ]),
      )
      expect(classes).toEqual(wanted)
      const embedded = Object.keys(of.expected_with_agent_progress).some((name) => name.includes('[progress]'))
      if (embedded) return
      for (const [model, cost] of Object.entries(of.expected_cost_usd))
        expect(costAsExpected(found[model]?.costPico ?? null, cost)).toBe(cost)
    },
    LONG_MS,
  )

  test.each(Object.entries(expected?.codex_compare ?? {}))(
    'Codex %s',
    async (_name, of) => {
      const store = await pricedDb()
      await importInto(store, of.files.map(real))
      const found = await sums(store.db, 'codex')
      expect(codexWords(found)).toEqual(of.expected)
      for (const [model, cost] of Object.entries(of.expected_cost_usd))
        expect(costAsExpected(found[model]?.costPico ?? null, cost)).toBe(cost)
    },
    LONG_MS,
  )
})
