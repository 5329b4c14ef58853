import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Context } from '@/lib/context'
import { closeDb, type Db, openDb } from '@/lib/db/client'
import { groupFailures } from '@/lib/ingest/group-failures'
import { Lease } from '@/lib/ingest/lease'
import { ListOccurrencesInput, ListPatternsInput } from '@/lib/patterns/schema'
import { derivePatterns } from '@/lib/patterns/server/derive-patterns'
import { getPattern } from '@/lib/patterns/server/get-pattern'
import { listOccurrences } from '@/lib/patterns/server/list-occurrences'
import { countPatternLanes, listPatterns } from '@/lib/patterns/server/list-patterns'
import { movePattern } from '@/lib/patterns/server/move-pattern'
import { migrate } from '@/prisma/migrate'
import { addUnheardOf, BENCH_END, generateFailures, wordOf } from './generate-failures'

const MAX_RATIO = 2
/** Patterns that are looked at in turn, those with a fix apart: their runs are counted. */
const LOOKED_AT = 20
/** Fixes of the fleet, half of them a month old. */
const FIXES = 200

const now = new Date(BENCH_END)

interface Patterns {
  db: Db
  ctx: Context
  /** Ids, the same in both databases. */
  plain: readonly string[]
  fixed: readonly string[]
}

interface Task {
  name: string
  run: (patterns: Patterns, round: number) => Promise<unknown>
  /** It has more to tell of in the larger database: the ratio is printed and not judged. */
  tellsMore?: true
}

const at = (ids: readonly string[], round: number) => ids[Math.abs(round) % ids.length] ?? ''

const page =
  (input: object) =>
  async ({ ctx }: Patterns) => {
    const parsed = ListPatternsInput.parse(input)
    // As the page asks: the list and the numbers on its tabs.
    await Promise.all([listPatterns(ctx, parsed), countPatternLanes(ctx, parsed)])
  }

async function secondPage({ ctx }: Patterns): Promise<void> {
  const { nextCursor } = await listPatterns(ctx, ListPatternsInput.parse({}))
  await listPatterns(ctx, ListPatternsInput.parse({ cursor: nextCursor ?? undefined }))
}

/** There and back, so that every round begins with the same states. */
async function triage({ ctx, plain }: Patterns, round: number): Promise<void> {
  const id = at(plain, round)
  const row = await ctx.db.pattern.findUniqueOrThrow({ where: { id } })
  const { version } = await movePattern(ctx, { id, to: 'acknowledged', expectedVersion: row.version }, 'http')
  await movePattern(ctx, { id, to: 'undo', expectedVersion: version }, 'http')
}

const occurrences =
  (limit: number) =>
  ({ ctx, plain }: Patterns, round: number) =>
    listOccurrences(ctx, ListOccurrencesInput.parse({ id: at(plain, round), limit }))

const TASKS: readonly Task[] = [
  { name: 'list, most urgent first', run: page({}) },
  { name: 'list, two pages', run: secondPage },
  { name: 'list of a state', run: page({ state: 'new', sort: 'occurrences' }) },
  { name: 'list of a project and a word', run: page({ project: 'billing', q: 'invalid', sort: 'lastSeen' }) },
  { name: 'list of a system by tokens', run: page({ system: 'obra', sort: 'tokens' }) },
  { name: 'pattern', run: ({ ctx, plain }, round) => getPattern(ctx, { id: at(plain, round) }) },
  { name: 'pattern with a fix', run: ({ ctx, fixed }, round) => getPattern(ctx, { id: at(fixed, round) }) },
  { name: 'the newest occurrence', run: occurrences(1) },
  { name: 'a page of occurrences', run: occurrences(50), tellsMore: true },
  { name: 'triage move and its undo', run: triage },
]

async function withLease<T>(db: Db, work: (lease: Lease) => Promise<T>): Promise<T> {
  const lease = await Lease.take(db, 'command', new Date())
  if (!lease) throw new Error('somebody holds the lease')
  return work(lease).finally(() => lease.release())
}

const seconds = (fromMs: number) => `${((performance.now() - fromMs) / 1_000).toFixed(1)} s`

/** Groups what waits and derives it, as the worker does. */
async function settle(db: Db, what: string): Promise<void> {
  await withLease(db, async (lease) => {
    const startedMs = performance.now()
    await groupFailures(db, lease)
    const grouped = seconds(startedMs)
    const derivingMs = performance.now()
    await derivePatterns(db, () => lease.fence(), now)
    console.log(`${what}: grouped in ${grouped}, derived in ${seconds(derivingMs)}`)
  })
}

async function openFailures(file: string, size: { failures: number; patterns: number }): Promise<Patterns> {
  const url = `file:${file}`
  const isThere = existsSync(file)
  await migrate(url)
  const db = await openDb(url)
  if (!isThere) {
    const startedMs = performance.now()
    generateFailures(db, size)
    console.log(`${size.failures.toLocaleString('en')} failures written in ${seconds(startedMs)}`)
    await settle(db, '  all of them')
  }
  const ctx: Context = { db, fleet: 'own', now }
  const ids = (
    await db.pattern.findMany({ orderBy: { id: 'asc' }, take: FIXES + LOOKED_AT, select: { id: true } })
  ).map(({ id }) => id)
  if (!isThere) {
    await addFixes(ctx, ids.slice(0, FIXES))
    await settle(db, `  ${FIXES} fixes`)
  }
  return { db, ctx, fixed: ids.slice(0, LOOKED_AT), plain: ids.slice(FIXES) }
}

async function addFixes(ctx: Context, ids: readonly string[]): Promise<void> {
  const monthAgo = new Date(BENCH_END - 30 * 86_400_000)
  for (const [index, id] of ids.entries())
    await movePattern(
      { ...ctx, now: index % 2 === 0 ? monthAgo : now },
      { id, to: 'fix_merged', fixAt: monthAgo.toISOString(), expectedVersion: 0 },
      'http',
    ).catch((error: unknown) => {
      // First seen after the fix: nothing to fix then.
      if (!String(error).includes('had not occurred yet')) throw error
    })
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

type Clock = 'wall' | 'cpu'

/** Milliseconds by the clock on the wall, or of processor time, which other work on the machine disturbs less. */
async function timed(work: () => Promise<unknown>, clock: Clock): Promise<number> {
  const [startedMs, before] = [performance.now(), process.cpuUsage()]
  await work()
  if (clock === 'wall') return performance.now() - startedMs
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

/** Each round times both sizes one after the other, so that a busy machine slows both. */
async function compareAll(small: Patterns, large: Patterns, rounds: number, clock: Clock): Promise<number> {
  console.log(`\n${'task'.padEnd(32)}${'small'.padStart(10)}${'large'.padStart(10)}${'ratio'.padStart(8)}`)
  let worst = 0
  for (const { name, run, tellsMore } of TASKS) {
    const times: [number[], number[]] = [[], []]
    for (let round = -2; round < rounds; round += 1) {
      const pair = [await timed(() => run(small, round), clock), await timed(() => run(large, round), clock)] as const
      if (round < 0) continue
      times[0].push(pair[0])
      times[1].push(pair[1])
    }
    const [few, many] = [median(times[0]), median(times[1])]
    if (!tellsMore) worst = Math.max(worst, many / few)
    const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(10)
    console.log(`${name.padEnd(32)}${ms(few)}${ms(many)}${(many / few).toFixed(2).padStart(8)}`)
  }
  return worst
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      small: { type: 'string', default: '10000' },
      large: { type: 'string', default: '1000000' },
      patterns: { type: 'string', default: '10000' },
      rounds: { type: 'string', default: '40' },
      clock: { type: 'string', default: 'wall' },
      keep: { type: 'string' },
    },
  })
  const folder = values.keep ?? mkdtempSync(path.join(tmpdir(), 'pitwall-patterns-'))
  mkdirSync(folder, { recursive: true })
  const patterns = Number(values.patterns)
  const opened: Patterns[] = []
  try {
    for (const size of [values.small, values.large])
      opened.push(await openFailures(path.join(folder, `${size}.db`), { failures: Number(size), patterns }))
    const [small, large] = opened
    if (!small || !large) throw new Error('both sizes are opened')
    const clock = values.clock === 'cpu' ? 'cpu' : 'wall'
    const worst = await compareAll(small, large, Number(values.rounds), clock)
    console.log(`\nworst ratio: ${worst.toFixed(2)} (may be ${MAX_RATIO})`)
    for (const { db } of opened) {
      addUnheardOf(db, wordOf(process.pid))
      await settle(db, 'one new failure of a new pattern')
    }
    process.exitCode = worst <= MAX_RATIO ? 0 : 1
  } finally {
    for (const { db } of opened) await closeDb(db)
    if (!values.keep) rmSync(folder, { recursive: true, force: true })
  }
}

await main()
