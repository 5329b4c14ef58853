import 'server-only'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Context } from '@/lib/context'
import type { FileReceipt, Receipt } from '@/lib/imports/schema'
import type { ImportOptions } from '@/lib/ingest/queue'
import { copyKept } from '@/lib/ingest/remote/kept-file'
import { requestImport } from '@/lib/ingest/request-import'
import { isRemoteAddress } from '@/lib/sources/synth/backend-address'
import { count, plural, quoted } from './amounts'
import { withDatabase } from './open-fleet'

type Db = Context['db']
/** Prisma passes at most 999 parameters to SQLite. */
const CHUNK = 500

interface Verification {
  db: Db
  /** Where the answers of backends were kept. */
  dataDir: string
  receipt: Receipt
  options: ImportOptions
  now: () => Date
}

/** What a set of usage events and rows adds up to. */
interface Sums {
  runs: number
  phases: number
  sessions: number
  entries: number
  copies: number
  usageEvents: number
  tokens: bigint
  costPico: bigint
}

/** Parts that may be greater in the database: another file can hold a later copy of a response. */
const MAY_GROW: readonly (keyof Sums)[] = ['tokens', 'costPico']

/**
 * Reads the files of an import a second time, into an empty scratch database, and looks for everything that gives in
 * the operator's database: the same runs, phases, sessions, entries and usage events, with the same tokens and cost.
 */
export async function verifyImport(of: Verification): Promise<{ agrees: boolean; lines: string[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pitwall-verify-'))
  try {
    return await withDatabase(`file:${path.join(folder, 'pitwall.db')}`, 'own', async ({ db: scratch }) => {
      await copyPrices(of.db, scratch)
      if (of.receipt.files.some((file) => isRemoteAddress(file.path))) await copyKept(of.dataDir, folder)
      await readAgain(scratch, folder, of)
      return compare(await sumsOf(scratch, scratch), await sumsOf(scratch, of.db))
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Costs agree only when both are computed from the same table. */
async function copyPrices(from: Db, to: Db): Promise<void> {
  const active = await from.meta.findUnique({ where: { key: 'activePrices' } })
  if (!active) return
  const table = await from.priceTable.findUnique({ where: { version: active.value } })
  if (table) await to.priceTable.create({ data: table })
  await to.meta.create({ data: active })
}

/** Files of one instance go in together, under the name that the first import found for them. */
async function readAgain(db: Db, dataDir: string, { receipt, options, now }: Verification): Promise<void> {
  const groups = new Map<string | null, FileReceipt[]>()
  for (const file of receipt.files.filter(({ status }) => status !== 'rejected')) {
    groups.set(file.instance, [...(groups.get(file.instance) ?? []), file])
  }
  const { prices: _prices, instance: _instance, problems: _problems, ...rest } = options
  for (const [instance, files] of groups) {
    const named = { ...rest, ...(instance !== null && { instance }) }
    await requestImport({ db, dataDir, paths: files.map((file) => file.path), options: named, now })
  }
}

/** Sums over the rows that `ids` has, taken from `values`. */
async function sumsOf(ids: Db, values: Db): Promise<Sums> {
  const sums: Sums = {
    runs: 0,
    phases: 0,
    sessions: 0,
    entries: 0,
    copies: 0,
    usageEvents: 0,
    tokens: 0n,
    costPico: 0n,
  }
  const page = (after: string) =>
    ({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: CHUNK, select: { id: true } }) as const
  await inChunks(
    (after) => ids.run.findMany(page(after)),
    async (id) => {
      sums.runs += await values.run.count({ where: { id } })
    },
  )
  await inChunks(
    (after) => ids.phase.findMany(page(after)),
    async (id) => {
      sums.phases += await values.phase.count({ where: { id } })
    },
  )
  await inChunks(
    (after) => ids.session.findMany(page(after)),
    async (id) => {
      sums.sessions += await values.session.count({ where: { id } })
    },
  )
  await inChunks(
    (after) => ids.entry.findMany(page(after)),
    async (id) => {
      sums.entries += await values.entry.count({ where: { id } })
    },
  )
  await inChunks(
    (after) => ids.usageCopy.findMany(page(after)),
    async (id) => {
      sums.copies += await values.usageCopy.count({ where: { id } })
    },
  )
  await inChunks(
    (after) => ids.usageEvent.findMany(page(after)),
    async (id) => {
      const part = await values.usageEvent.aggregate({
        where: { id },
        _count: true,
        _sum: { total: true, costPico: true },
      })
      sums.usageEvents += part._count
      sums.tokens += part._sum.total ?? 0n
      sums.costPico += part._sum.costPico ?? 0n
    },
  )
  return sums
}

async function inChunks(
  read: (after: string) => Promise<{ id: string }[]>,
  take: (where: { in: string[] }) => Promise<void>,
): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await read(after)
    if (rows.length === 0) return
    await take({ in: rows.map((row) => row.id) })
    after = rows.at(-1)?.id ?? ''
  }
}

function compare(again: Sums, kept: Sums): { agrees: boolean; lines: string[] } {
  const differ = (Object.keys(again) as (keyof Sums)[]).filter((name) => again[name] !== kept[name])
  const wrong = differ.filter((name) => !(MAY_GROW.includes(name) && kept[name] > again[name] && again.copies > 0))
  if (wrong.length > 0) {
    const lines = wrong.map((name) => `${quoted(name)}: read again ${again[name]}, in the database ${kept[name]}`)
    return { agrees: false, lines }
  }
  const { runs, phases, sessions, entries, usageEvents, tokens } = again
  const what = [
    plural(runs, 'run'),
    ...(phases > 0 || sessions === 0 ? [plural(phases, 'phase')] : []),
    ...(sessions > 0 ? [plural(sessions, 'session'), `${count(entries)} entries`] : []),
    plural(usageEvents, 'usage event'),
    `${count(Number(tokens))} tokens`,
  ]
  const lines = [`Read again: ${what.join(', ')} agree with the database.`]
  if (differ.length > 0)
    lines.push('Other files hold later copies of some of these responses; their greater counts stand.')
  return { agrees: true, lines }
}
