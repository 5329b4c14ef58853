import { appendFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { CanonicalRecord } from '@/lib/model/records'
import { NO_USAGE, totalOf } from '@/lib/model/usage'
import type { JsonlReader } from '@/lib/sources/reader'
import { fingerprint, importInto } from '@/lib/testing/importing'
import { LONG_TESTS, testDb, testFolder } from '@/lib/testing/test-db'

/** One line of the made-up format that these tests read: a copy of a response as a session holds it. */
interface Line {
  session: string
  response: string
  at: string
  output: number
}

/** The smallest reader of transcripts: what stays the same whatever the format is. */
const reader: JsonlReader = vi.hoisted(() => ({
  system: 'claude-code' as const,
  parserVersion: 1,
  ownSessions: true,
  detect: (value: unknown) =>
    typeof value === 'object' && value !== null && 'response' in value ? { systemVersion: '1' } : null,
  open: ({ state }: { state: unknown }) => {
    const opened = new Map<string, string>((state as [string, string][] | null) ?? [])
    const touched = new Set<string>()
    return {
      readLine: (value: unknown, line: number) => {
        const { session, response, at, output } = value as Line
        if (!opened.has(session)) opened.set(session, at)
        touched.add(session)
        return { records: copyRecords(session, response, at, output, line) }
      },
      gather: () => {
        const records = [...touched].map((session) => sessionRecord(session, opened.get(session) ?? null))
        touched.clear()
        return records
      },
      state: () => [...opened],
    }
  },
}))

vi.mock('./readers', () => ({
  sqliteReaders: [],
  jsonlReaders: [reader],
  textReaders: [],
  documentReaders: [],
  folderReaders: [],
  backendReaders: [],
}))

function copyRecords(session: string, response: string, at: string, output: number, line: number): CanonicalRecord[] {
  const usage = { ...NO_USAGE, input: 10n, output: BigInt(output) }
  return [
    {
      kind: 'usage',
      nativeId: response,
      runKey: session,
      phaseKey: null,
      sessionKey: session,
      at,
      provider: 'anthropic',
      model: 'claude-opus-4-5-20251101',
      role: 'main',
      purpose: null,
      doctor: false,
      usage: { ...usage, total: totalOf(usage) },
      lowerBound: [],
      costPico: null,
      identity: response,
      serviceTier: null,
      speed: null,
      copy: { place: String(line), chars: 10, finished: null },
      data: {},
      ref: `line ${line}`,
      flags: [],
    },
  ]
}

function sessionRecord(session: string, openedAt: string | null): CanonicalRecord {
  return {
    kind: 'session',
    sessionKey: session,
    runKey: session,
    parentKey: null,
    name: session,
    role: 'main',
    agent: null,
    taskId: null,
    project: null,
    systemVersion: null,
    model: null,
    statusRaw: null,
    status: 'unknown',
    inferred: false,
    startedAt: null,
    endedAt: null,
    updatedAt: openedAt,
    data: { openedAt },
    ref: 'line 1',
    flags: [],
  }
}

const at = (n: number) => `2026-01-01T00:${String(n).padStart(2, '0')}:00.000Z`
const NOW = () => new Date('2026-02-01T00:00:00.000Z')

function write(folder: string, name: string, lines: readonly Line[]): string {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, name)
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return file
}

async function importAll(files: readonly string[]) {
  const store = await testDb()
  for (const file of files) await importInto(store, [file], {}, NOW)
  return store
}

const line = (session: string, response: string, minute: number, output: number): Line => ({
  session,
  response,
  at: at(minute),
  output,
})

describe('copies of responses', () => {
  const origin = [line('origin', 'r1', 1, 2), line('origin', 'r1', 1, 90), line('origin', 'r2', 2, 50)]
  const fork = [
    line('fork', 'r1', 1, 2),
    line('fork', 'r1', 1, 90),
    line('fork', 'r2', 2, 50),
    line('fork', 'r3', 9, 7),
  ]

  test('count once, for the session that had them first, and both totals are kept', async () => {
    const folder = testFolder()
    const files = [
      write(folder, 'a.jsonl', [...origin, line('origin', 'r4', 20, 1)]),
      write(folder, 'b.jsonl', [line('fork', 'r3', 8, 7), ...fork]),
    ]
    for (const order of [files, [...files].reverse()]) {
      const { db } = await importAll(order)
      const events = await db.usageEvent.findMany({ orderBy: { id: 'asc' } })
      expect(
        events.map(({ sessionId, total, copies, lines, writtenTokens }) => [
          sessionId,
          total,
          copies,
          lines,
          writtenTokens,
        ]),
      ).toEqual([
        ['claude-code:origin', 100n, 2, 4, 224n],
        ['claude-code:origin', 60n, 2, 2, 120n],
        ['claude-code:fork', 17n, 1, 2, 34n],
        ['claude-code:origin', 11n, 1, 1, 11n],
      ])
      const dropped = await db.usageCopy.findMany({ where: { kept: false } })
      expect(dropped.map(({ sessionId, rule, writtenTokens }) => [sessionId, rule, writtenTokens]).sort()).toEqual([
        ['claude-code:fork', 'replayed-history', 112n],
        ['claude-code:fork', 'replayed-history', 60n],
      ])
      const session = await db.session.findUniqueOrThrow({ where: { id: 'claude-code:fork' } })
      expect(session).toMatchObject({ tokens: 17n, droppedEvents: 2, droppedTokens: 172n })
      expect(await db.sessionLink.findMany()).toMatchObject([
        { fromId: 'claude-code:fork', toId: 'claude-code:origin', kind: 'fork', inferred: true },
      ])
    }
  })

  test('say on the receipt by which rule they were left out', async () => {
    const folder = testFolder()
    const store = await testDb()
    const first = await importInto(store, [write(folder, 'a.jsonl', origin)], {}, NOW)
    expect(first.files[0]?.usage).toEqual({
      counted: 2,
      tokens: 160,
      dropped: [{ rule: 'repeated-copy', events: 1, tokens: 12 }],
    })
    const grown = await importInto(
      store,
      [write(folder, 'copy.jsonl', [...origin, line('origin', 'r5', 3, 5)])],
      {},
      NOW,
    )
    expect(grown.files[0]?.usage).toEqual({
      counted: 1,
      tokens: 15,
      dropped: [{ rule: 'growth-copy', events: 3, tokens: 172 }],
    })
    const forked = await importInto(store, [write(folder, 'b.jsonl', fork)], {}, NOW)
    expect(forked.files[0]?.usage.counted).toBe(1)
    expect(forked.files[0]?.usage.dropped).toContainEqual({ rule: 'replayed-history', events: 2, tokens: 72 })
  })

  test('in any order and any subset of files end in the same rows, and add up to each response once', async () => {
    const lineArb = fc.record({
      session: fc.constantFrom('a', 'b', 'c'),
      response: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5'),
      at: fc.constantFrom(at(1), at(2), at(3)),
      output: fc.integer({ min: 0, max: 99 }),
    })
    const filesArb = fc.array(fc.array(lineArb, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(filesArb, fc.nat(), async (contents, seed) => {
        const folder = testFolder()
        const files = contents.map((lines, index) => write(folder, `${index}.jsonl`, lines))
        const shuffled = files
          .map((file, index) => [((index + 1) * (seed + 7919)) % 101, file] as const)
          .sort(([a], [b]) => a - b)
        const one = await importAll(files)
        const other = await importAll(shuffled.map(([, file]) => file))
        expect(await fingerprint(other.db)).toEqual(await fingerprint(one.db))

        const most = new Map<string, number>()
        for (const { response, output } of contents.flat())
          most.set(response, Math.max(most.get(response) ?? 0, output))
        const wanted = [...most.values()].reduce((sum, output) => sum + 10 + output, 0)
        const { _sum } = await one.db.usageEvent.aggregate({ _sum: { total: true } })
        expect(Number(_sum.total)).toBe(wanted)
        const days = await one.db.usageDay.aggregate({ _sum: { total: true } })
        expect(Number(days._sum.total)).toBe(wanted)
        const sessions = await one.db.session.aggregate({ _sum: { tokens: true } })
        expect(Number(sessions._sum.tokens)).toBe(wanted)
      }),
      { numRuns: LONG_TESTS ? 200 : 8 },
    )
  }, 600_000)
})

describe('a file that grows', () => {
  test('is read on from its last byte, half-written lines later, and ends in the rows of one reading', async () => {
    const folder = testFolder()
    const all = [line('s', 'r1', 1, 5), line('s', 'r1', 1, 9), line('s', 'r2', 2, 3), line('s', 'r3', 3, 4)]
    const text = all.map((one) => `${JSON.stringify(one)}\n`).join('')
    const file = write(folder, 'grows.jsonl', [])
    const store = await testDb()
    for (const [from, to] of [
      [0, 100],
      [100, 131],
      [131, text.length],
    ] as const) {
      appendFileSync(file, text.slice(from, to))
      await importInto(store, [file], { live: true }, NOW)
    }
    const whole = await testDb()
    await importInto(whole, [file], { live: true }, NOW)
    expect(await fingerprint(store.db)).toEqual(await fingerprint(whole.db))
    const again = await importInto(store, [file], { live: true }, NOW)
    expect(again.files[0]?.status).toBe('unchanged')
  })

  test('and is then cut or replaced is read whole; what was read before stays', async () => {
    const folder = testFolder()
    const file = write(folder, 'a.jsonl', [line('s', 'r1', 1, 5), line('s', 'r2', 2, 5)])
    const store = await testDb()
    await importInto(store, [file], { live: true }, NOW)
    truncateSync(file, JSON.stringify(line('s', 'r1', 1, 5)).length + 1)
    expect((await importInto(store, [file], { live: true }, NOW)).files[0]?.status).toBe('imported')
    write(folder, 'a.jsonl', [line('t', 'r7', 1, 5), line('t', 'r8', 2, 5), line('t', 'r9', 3, 5)])
    expect((await importInto(store, [file], { live: true }, NOW)).files[0]?.status).toBe('imported')
    expect((await store.db.usageEvent.findMany()).map((row) => row.nativeId).sort()).toEqual([
      'r1',
      'r2',
      'r7',
      'r8',
      'r9',
    ])
  })

  test('without having changed is not opened and writes no record', async () => {
    const folder = testFolder()
    const file = write(folder, 'a.jsonl', [line('s', 'r1', 1, 5)])
    const store = await testDb()
    await importInto(store, [file], {}, NOW)
    const [before, revision] = [await fingerprint(store.db), await store.db.meta.findMany()]
    expect((await importInto(store, [file], {}, NOW)).files[0]?.status).toBe('unchanged')
    expect(await fingerprint(store.db)).toEqual(before)
    expect(await store.db.meta.findMany()).toEqual(revision)
  })
})
