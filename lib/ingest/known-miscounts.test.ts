// Miscounts that users of other tools reported in public. Each is a small file of the native format; each test fails when
// the rule that prevents it is removed, and names the wrong number that was shown.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Db } from '@/lib/db/client'
import { parseLiteLlm } from '@/lib/ledger/prices'
import { importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { Lease } from './lease'
import { activatePrices } from './prices'

const at = (minute: number) => `2026-07-01T10:${String(minute).padStart(2, '0')}:00.000Z`

interface Counts {
  input?: number
  cacheRead?: number
  cache5m?: number
  cache1h?: number
  output?: number
  speed?: string
}

/** One assistant record of Claude Code. */
function assistant(sessionId: string, id: string, minute: number, counts: Counts, more: Record<string, unknown> = {}) {
  const { input = 0, cacheRead = 0, cache5m = 0, cache1h = 0, output = 0, speed = 'standard' } = counts
  return {
    parentUuid: null,
    isSidechain: false,
    userType: 'external',
    cwd: '/home/dev/shop',
    sessionId,
    version: '2.1.219',
    type: 'assistant',
    uuid: `uuid-${id}`,
    timestamp: at(minute),
    requestId: `req_${id}`,
    message: {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model: 'claude-opus-4-8',
      content: [{ type: 'text', text: 'Done.' }],
      stop_reason: 'end_turn',
      usage: {
        input_tokens: input,
        cache_read_input_tokens: cacheRead,
        cache_creation_input_tokens: cache5m + cache1h,
        cache_creation: { ephemeral_5m_input_tokens: cache5m, ephemeral_1h_input_tokens: cache1h },
        output_tokens: output,
        service_tier: 'standard',
        speed,
      },
    },
    ...more,
  }
}

const total = (input: number, cached: number, output: number, reasoning = 0) => ({
  input_tokens: input,
  cached_input_tokens: cached,
  output_tokens: output,
  reasoning_output_tokens: reasoning,
  total_tokens: input + output,
})

const meta = (id: string, minute: number, more: Record<string, unknown> = {}) => ({
  timestamp: at(minute),
  type: 'session_meta',
  payload: {
    id,
    timestamp: at(minute),
    cwd: '/home/dev/shop',
    originator: 'codex_cli_rs',
    cli_version: '0.145.0',
    source: 'cli',
    model_provider: 'openai',
    ...more,
  },
})
const turn = (minute: number, id: string) => [
  {
    timestamp: at(minute),
    type: 'event_msg',
    payload: { type: 'task_started', turn_id: id, started_at: Date.parse(at(minute)) / 1_000 },
  },
  { timestamp: at(minute), type: 'turn_context', payload: { turn_id: id, cwd: '/home/dev/shop', model: 'gpt-5.4' } },
]
const counted = (minute: number, sum: ReturnType<typeof total>, last: ReturnType<typeof total>) => ({
  timestamp: at(minute),
  type: 'event_msg',
  payload: {
    type: 'token_count',
    info: { total_token_usage: sum, last_token_usage: last, model_context_window: 272_000 },
  },
})

/** What the thread says in a response; every response has something. */
const says = (minute: number, text: string) => ({
  timestamp: at(minute),
  type: 'response_item',
  payload: { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] },
})

type Store = Awaited<ReturnType<typeof testDb>>

async function importFiles(files: Record<string, readonly unknown[]>, prices: unknown = null): Promise<Store> {
  const folder = testFolder()
  const paths = Object.entries(files).map(([name, records]) => {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
    return file
  })
  const store = await testDb()
  if (prices !== null) {
    const lease = await Lease.take(store.db, 'command', new Date())
    if (!lease) throw new Error('somebody holds the lease')
    await activatePrices(store.db, lease, parseLiteLlm(JSON.stringify(prices)), 'prices.json', new Date())
    await lease.release()
  }
  const receipt = await importInto(store, paths)
  expect(receipt.files.flatMap((file) => file.rejected)).toEqual([])
  return store
}

async function sumOf(db: Db) {
  const { _sum, _count } = await db.usageEvent.aggregate({
    _sum: {
      input: true,
      cacheRead: true,
      cacheWrite5m: true,
      cacheWrite1h: true,
      output: true,
      total: true,
      costPico: true,
    },
    _count: true,
  })
  const number = (value: bigint | null) => (value === null ? null : Number(value))
  return {
    events: _count,
    input: number(_sum.input),
    cacheRead: number(_sum.cacheRead),
    cacheWrite5m: number(_sum.cacheWrite5m),
    cacheWrite1h: number(_sum.cacheWrite1h),
    output: number(_sum.output),
    total: number(_sum.total),
    usd: _sum.costPico === null ? null : Number(_sum.costPico) / 1e12,
  }
}

const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`

describe('usage counted several times (forks, resumes, sub-agents, archive copies)', () => {
  const history = [1, 2, 3].map((n) => ({
    id: `h${n}`,
    minute: n,
    counts: { input: 10, cacheRead: 1_000, output: 20 },
  }))
  const session = (n: number) => history.map(({ id, minute, counts }) => assistant(uuid(n), id, minute, counts))

  test('ccusage#897: a fork copies its origin; 277 M were shown for 81 M', async () => {
    const { db } = await importFiles({
      [`p/${uuid(1)}.jsonl`]: session(1),
      [`p/${uuid(2)}.jsonl`]: [...session(2), assistant(uuid(2), 'own', 9, { input: 5, output: 5 })],
      [`p/${uuid(3)}.jsonl`]: [...session(3), assistant(uuid(3), 'more', 9, { input: 5, output: 5 })],
    })
    expect(await sumOf(db)).toMatchObject({ events: 5, total: 3 * 1_030 + 20 })
  })

  test('ccusage#950: Codex sub-agents replay their parent; 91 times too much was shown', async () => {
    const steps = [1, 2, 3, 4].map((n) => [total(1_000 * n, 800 * n, 100 * n), total(1_000, 800, 100)] as const)
    const parent = [meta(uuid(1), 0), ...turn(0, 'turn-p'), ...steps.map(([sum, last], n) => counted(n + 1, sum, last))]
    const child = (n: number) => [
      meta(uuid(n), 20, {
        forked_from_id: uuid(1),
        source: { subagent: { thread_spawn: { parent_thread_id: uuid(1), depth: 1, agent_nickname: 'Ada' } } },
      }),
      meta(uuid(1), 20),
      ...turn(20, 'turn-p'),
      ...steps.map(([sum, last]) => counted(20, sum, last)),
      ...turn(21, `turn-c${n}`),
      says(22, 'mine'),
      counted(22, total(4_050, 3_240, 405), total(50, 40, 5)),
    ]
    const { db } = await importFiles({
      'a.jsonl': parent,
      'b.jsonl': child(2),
      'c.jsonl': child(3),
      'd.jsonl': child(4),
    })
    // Adding up every event of every file gives 4 x 4,400 and more.
    expect((await sumOf(db)).total).toBe(4_400 + 3 * 55)
    const own = await db.session.findUniqueOrThrow({ where: { id: `codex:${uuid(2)}` } })
    expect(own).toMatchObject({ tokens: 55n, parentId: `codex:${uuid(1)}`, droppedEvents: 4 })
  })

  test('ccusage#313, ccstats#85: sub-agents count, once; leaving sidechains out lost 46 % of the cost', async () => {
    const side = { isSidechain: true, agentId: 'a1b2c3d4' }
    const message = assistant(uuid(1), 'side', 5, { input: 7, output: 900 }, side)
    const { db } = await importFiles({
      [`p/${uuid(1)}.jsonl`]: [
        ...session(1),
        {
          type: 'progress',
          sessionId: uuid(1),
          uuid: 'progress-1',
          timestamp: at(5),
          version: '2.1.29',
          data: {
            type: 'agent_progress',
            agentId: 'a1b2c3d4',
            message: {
              type: 'assistant',
              timestamp: at(5),
              uuid: 'uuid-side',
              message: message.message,
              requestId: message.requestId,
            },
          },
        },
        // What the call reports is the last response's context, never a sum of its own.
        {
          type: 'user',
          sessionId: uuid(1),
          uuid: 'result-1',
          timestamp: at(6),
          version: '2.1.29',
          message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'done' }] },
          toolUseResult: { totalTokens: 402_998, usage: { input_tokens: 400_000, output_tokens: 2_998 } },
        },
      ],
      // The second response is told of nowhere else.
      [`p/${uuid(1)}/subagents/agent-a1b2c3d4.jsonl`]: [
        message,
        assistant(uuid(1), 'alone', 6, { input: 3, output: 60 }, side),
      ],
    })
    expect(await sumOf(db)).toMatchObject({ events: 5, total: 3 * 1_030 + 907 + 63 })
  })

  test('ccusage#1698, tokscale#679: a copy of a file in a backup is the same spending; 12.9 B were shown for 1.8 B', async () => {
    const rollout = [meta(uuid(5), 0), ...turn(0, 't'), counted(1, total(1_000, 0, 10), total(1_000, 0, 10))]
    const { db } = await importFiles({
      'sessions/rollout-a.jsonl': [...rollout, counted(2, total(2_000, 900, 20), total(1_000, 900, 10))],
      'archived_sessions/rollout-a.jsonl': rollout,
      [`backup/${uuid(1)}.jsonl`]: session(1).slice(0, 2),
      [`p/${uuid(1)}.jsonl`]: session(1),
    })
    expect((await sumOf(db)).total).toBe(2_020 + 3 * 1_030)
  })

  test('one response in several lines: the greatest output, neither the first nor the sum', async () => {
    const lines = [2, 2, 512].map((output) => assistant(uuid(1), 'one', 1, { input: 3, cacheRead: 100, output }))
    const { db } = await importFiles({ [`p/${uuid(1)}.jsonl`]: lines })
    expect(await sumOf(db)).toMatchObject({ events: 1, input: 3, output: 512, total: 615 })
  })

  test('the greatest output counts whichever session holds it, and for the session that had the response first', async () => {
    const held = (n: number, output: number) => assistant(uuid(n), 'shared', 2, { input: 3, output })
    const { db } = await importFiles({
      [`p/${uuid(1)}.jsonl`]: [...session(1), held(1, 2)],
      [`p/${uuid(2)}.jsonl`]: [assistant(uuid(2), 'own', 9, { input: 5, output: 5 }), held(2, 512)],
      [`p/${uuid(3)}.jsonl`]: [assistant(uuid(3), 'more', 9, { input: 5, output: 5 }), held(3, 7)],
    })
    const event = await db.usageEvent.findFirstOrThrow({ where: { nativeId: 'msg_shared/req_shared' } })
    expect(event).toMatchObject({ output: 512n, total: 515n, sessionId: `claude-code:${uuid(1)}` })
  })

  test('the output of a version that wrote what a stream opens with is a lower bound, and so is a lone placeholder', async () => {
    const old = assistant(uuid(1), 'old', 1, { input: 3, output: 400 }, { version: '2.1.12' })
    const lone = assistant(uuid(1), 'lone', 2, { input: 3, output: 8 })
    lone.message.content = [{ type: 'text', text: 'x'.repeat(500) }]
    const whole = assistant(uuid(1), 'whole', 3, { input: 3, output: 400 })
    const { db } = await importFiles({ [`p/${uuid(1)}.jsonl`]: [old, lone, whole] })
    const events = await db.usageEvent.findMany({ orderBy: { at: 'asc' } })
    expect(events.map(({ lowerBound, flags }) => [lowerBound, flags])).toEqual([
      ['["output"]', '["output_not_final"]'],
      ['["output"]', '["output_placeholder"]'],
      ['[]', '[]'],
    ])
  })
})

describe('cached input counted twice, because providers disagree on what input holds', () => {
  test('langfuse#12306, codex plugin#22: cached is a part of input in Codex, and beside it in Claude Code', async () => {
    const { db } = await importFiles({
      'rollout.jsonl': [
        meta(uuid(1), 0),
        ...turn(0, 't'),
        counted(1, total(1_000, 900, 50, 30), total(1_000, 900, 50, 30)),
      ],
      [`p/${uuid(2)}.jsonl`]: [assistant(uuid(2), 'x', 1, { input: 100, cacheRead: 900, output: 50 })],
    })
    expect(await sumOf(db)).toMatchObject({ input: 200, cacheRead: 1_800, output: 100, total: 2_100 })
  })

  test('litellm#11364, opik#6976: cached input is charged at its own rate, and reasoning not again', async () => {
    const prices = {
      'gpt-5.4': {
        litellm_provider: 'openai',
        input_cost_per_token: 0.000_002,
        cache_read_input_token_cost: 0.000_000_2,
        output_cost_per_token: 0.000_01,
      },
    }
    const one = total(1_000, 900, 50, 30)
    const { db } = await importFiles(
      { 'rollout.jsonl': [meta(uuid(1), 0), ...turn(0, 't'), counted(1, one, one)] },
      prices,
    )
    expect((await sumOf(db)).usd).toBeCloseTo(100 * 0.000_002 + 900 * 0.000_000_2 + 50 * 0.000_01, 12)
  })
})

describe('one-hour cache writes and faster answers at the wrong price', () => {
  const rates = {
    litellm_provider: 'anthropic',
    input_cost_per_token: 0.000_005,
    output_cost_per_token: 0.000_025,
    cache_read_input_token_cost: 0.000_000_5,
    cache_creation_input_token_cost: 0.000_006_25,
    cache_creation_input_token_cost_above_1hr: 0.000_01,
  }

  test('ccusage#899, claude-usage#162: they cost twice the input, not 1.25 times; 25 % was missing', async () => {
    const { db } = await importFiles(
      { [`p/${uuid(1)}.jsonl`]: [assistant(uuid(1), 'x', 1, { cache5m: 1_000, cache1h: 10_000 })] },
      { 'claude-opus-4-8': rates },
    )
    expect(await sumOf(db)).toMatchObject({ cacheWrite5m: 1_000, cacheWrite1h: 10_000 })
    expect((await sumOf(db)).usd).toBeCloseTo(0.006_25 + 0.1, 12)
  })

  test('ccusage#886: a fast answer without a fast price has none, rather than the standard one', async () => {
    const { db } = await importFiles(
      { [`p/${uuid(1)}.jsonl`]: [assistant(uuid(1), 'x', 1, { input: 1_000, output: 1_000, speed: 'fast' })] },
      { 'claude-opus-4-8': rates },
    )
    expect(await sumOf(db)).toMatchObject({ total: 2_000, usd: null })
  })
})
