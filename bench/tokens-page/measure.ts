import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { closeDb, type Db, openDb } from '@/lib/db/client'
import { keepDays } from '@/lib/ingest/keep-days'
import { Lease } from '@/lib/ingest/lease'
import { TokensInput } from '@/lib/tokens/schema'
import { getTokenAccount } from '@/lib/tokens/server/get-token-account'
import { getTokenTrust } from '@/lib/tokens/server/get-token-trust'
import { getTokenView } from '@/lib/tokens/server/get-token-view'
import { TokenViewInput, VIEW_DIMENSIONS } from '@/lib/tokens/view-schema'
import { migrate } from '@/prisma/migrate'
import { generateYear, YEAR_END } from './generate-year'

const MAX_RATIO = 2
const WINDOWS = [1, 14, 90, 365]
/** What the page offers, and pairs, which the account knows. */
const OF_PAGE = VIEW_DIMENSIONS.filter((by) => by !== 'session')
const OF_ACCOUNT = ['model,role', 'system,project', 'purpose,job']

const now = new Date(YEAR_END)

interface Task {
  name: string
  window: string
  /** Whether the ratio is judged: of the page it is, of pairs, which have more rows to tell of, it is only printed. */
  counts: boolean
  run: (db: Db) => Promise<unknown>
}

function tasks(zones: readonly string[]): Task[] {
  const windows = zones.flatMap((tz) => WINDOWS.map((days) => ({ tz, days })))
  const account = (groupBy: string, days: number, tz: string) => {
    const from = new Date(YEAR_END - (days - 1) * 86_400_000).toISOString().slice(0, 10)
    const input = TokensInput.parse({ groupBy: `day,${groupBy}`, from, to: '2026-01-01', tz })
    return (db: Db) => getTokenAccount({ db }, input)
  }
  return [
    ...OF_PAGE.flatMap((by) =>
      windows.map(({ tz, days }) => {
        const input = TokenViewInput.parse({ by, window: `${days}d`, tz })
        return {
          name: `page by ${by}`,
          window: `${days}d ${tz}`,
          counts: true,
          // As the page asks for it: what each system's records can be trusted for stands on it whatever is chosen.
          run: (db: Db) => Promise.all([getTokenView({ db, now }, input), getTokenTrust({ db })]),
        }
      }),
    ),
    ...OF_ACCOUNT.flatMap((groupBy) =>
      windows.map(({ tz, days }) => ({
        ...{ name: `account by day,${groupBy}`, window: `${days}d ${tz}`, counts: false },
        run: account(groupBy, days, tz),
      })),
    ),
    { name: 'what can be trusted', window: 'all', counts: false, run: (db) => getTokenTrust({ db }) },
  ]
}

async function openYear(file: string, events: number): Promise<Db> {
  const url = `file:${file}`
  const isThere = existsSync(file)
  await migrate(url)
  if (isThere) return openDb(url)
  const startedMs = performance.now()
  const db = await openDb(url)
  generateYear(db, events)
  const seconds = Math.round((performance.now() - startedMs) / 1_000)
  console.log(`${events.toLocaleString('en')} events written and rolled up in ${seconds} s`)
  return db
}

/** As the worker does soon after somebody looked at a zone. */
async function keepDaysOf(db: Db, zones: readonly string[]): Promise<void> {
  for (const zone of zones)
    await db.meta.upsert({
      ...{ where: { key: `zone:${zone}` }, update: {} },
      create: { key: `zone:${zone}`, value: now.toISOString() },
    })
  const lease = await Lease.take(db, 'command', new Date())
  if (!lease) throw new Error('somebody holds the lease')
  await keepDays(db, lease).finally(() => lease.release())
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

type Clock = 'wall' | 'cpu'

/** Milliseconds by the clock on the wall, or of processor time, which other work on the machine disturbs less. */
async function timed(db: Db, { run }: Task, clock: Clock): Promise<number> {
  const [startedMs, before] = [performance.now(), process.cpuUsage()]
  await run(db)
  if (clock === 'wall') return performance.now() - startedMs
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      small: { type: 'string', default: '20000' },
      large: { type: 'string', default: '2000000' },
      rounds: { type: 'string', default: '9' },
      zones: { type: 'string', default: 'UTC' },
      clock: { type: 'string', default: 'wall' },
      keep: { type: 'string' },
    },
  })
  const folder = values.keep ?? mkdtempSync(path.join(tmpdir(), 'pitwall-tokens-'))
  mkdirSync(folder, { recursive: true })
  const sizes = [Number(values.small), Number(values.large)] as const
  const small = await openYear(path.join(folder, `${sizes[0]}.db`), sizes[0])
  const large = await openYear(path.join(folder, `${sizes[1]}.db`), sizes[1])
  try {
    const zones = values.zones.split(',')
    for (const db of [small, large]) await keepDaysOf(db, zones)
    const clock = values.clock === 'cpu' ? 'cpu' : 'wall'
    const worst = await compareAll({ small, large, clock }, tasks(zones), Number(values.rounds))
    console.log(`\nworst ratio of the page: ${worst.toFixed(2)} (may be ${MAX_RATIO})`)
    process.exitCode = worst <= MAX_RATIO ? 0 : 1
  } finally {
    await closeDb(small)
    await closeDb(large)
    if (!values.keep) rmSync(folder, { recursive: true, force: true })
  }
}

/** Each round times both sizes one after the other, so that a busy machine slows both. */
async function compareAll(
  { small, large, clock }: { small: Db; large: Db; clock: Clock },
  all: readonly Task[],
  rounds: number,
): Promise<number> {
  console.log(
    `\n${'task'.padEnd(32)}${'window'.padEnd(24)}${'small'.padStart(10)}${'large'.padStart(10)}${'ratio'.padStart(8)}`,
  )
  let worst = 0
  for (const task of all) {
    const times: [number[], number[]] = [[], []]
    for (let round = -2; round < rounds; round += 1) {
      const pair = [await timed(small, task, clock), await timed(large, task, clock)] as const
      if (round < 0) continue
      times[0].push(pair[0])
      times[1].push(pair[1])
    }
    const [few, many] = [median(times[0]), median(times[1])]
    if (task.counts) worst = Math.max(worst, many / few)
    const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(10)
    console.log(
      `${task.name.padEnd(32)}${task.window.padEnd(24)}${ms(few)}${ms(many)}${(many / few).toFixed(2).padStart(8)}`,
    )
  }
  return worst
}

await main()
