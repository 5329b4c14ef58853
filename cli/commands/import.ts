import { rm } from 'node:fs/promises'
import type { Command } from 'commander'
import { nearest } from '@/lib/config/nearest'
import { config } from '@/lib/env'
import type { Receipt } from '@/lib/imports/schema'
import type { ImportOptions } from '@/lib/ingest/queue'
import { SYSTEMS } from '@/lib/model/systems'
import { CommandError, EXIT, wrongUse } from '../command-error'
import { type CommonFlags, defineCommand } from '../define-command'
import { fleetUrl, withDatabase, withFleet, withReader } from '../open-fleet'
import { print, printJson, tell } from '../output'
import { ProgressLine } from '../progress-line'
import { receiptLines, totalsLine } from '../receipt-text'

interface ImportFlags extends CommonFlags {
  as?: string
  instance?: string
  prices?: string
  dryRun?: boolean
  verify?: boolean
}

/** `pitwall import PATH…`: reads files, folders and globs, and prints a receipt for each file. */
export function importCommand(): Command {
  return defineCommand('import', 'read records; exit 3 when some were rejected and the rest is in')
    .argument('<path...>', 'files, folders or globs; .gz is unpacked')
    .option('--as <system>', `take the files as records of one of ${SYSTEMS.join(' ')}`)
    .option('--instance <name>', 'the name of a second, unrelated database of the same system')
    .option('--prices <file>', "prices in LiteLLM's JSON, also .gz; every cost is computed from them from now on")
    .option('--dry-run', 'read and print the receipts, and change nothing')
    .option('--verify', 'read everything a second time into a scratch database and compare totals')
    .action(async (paths: string[], flags: ImportFlags) => {
      refuseUrls(paths)
      const options = await importOptions(flags)
      const receipt = flags.dryRun ? await dryRun(paths, options, flags) : await importPaths(paths, options, flags)
      if (flags.json) printJson(receipt)
      else print([...receipt.files.flatMap(receiptLines), '', totalsLine(receipt, flags.dryRun === true)].join('\n'))
      const { rejectedFiles, rejectedRecords } = receipt.totals
      if (rejectedFiles + rejectedRecords > 0) process.exitCode = EXIT.rejected
    })
}

function refuseUrls(paths: readonly string[]): void {
  const url = paths.find((path) => /^[a-z][a-z0-9+.-]*:\/\//i.test(path))
  if (url) throw wrongUse(`${url} is an address; only files, folders and globs are read for now.`)
}

async function importOptions({ as, instance, prices }: ImportFlags): Promise<ImportOptions> {
  if (as !== undefined && !SYSTEMS.some((system) => system === as)) {
    const meant = nearest(as, SYSTEMS)
    throw wrongUse(
      `--as: unknown system '${as}'${meant ? ` (did you mean ${meant}?)` : `; known are ${SYSTEMS.join(' ')}`}.`,
    )
  }
  if (instance !== undefined && !/^[\w.-]{1,64}$/.test(instance)) {
    throw wrongUse('--instance: letters, digits, dots, dashes and underscores only, at most 64.')
  }
  return {
    ...(as !== undefined && { as }),
    ...(instance !== undefined && { instance }),
    ...(prices !== undefined && { prices: await (await import('../read-price-file')).readPriceFile(prices) }),
  }
}

async function importPaths(paths: string[], options: ImportOptions, flags: ImportFlags): Promise<Receipt> {
  const untouched = await whenUntouched(paths, options, flags)
  if (untouched) return untouched
  return withFleet(flags.fleet, async ({ db }) => {
    const { requestImport } = await import('@/lib/ingest/request-import')
    const progress = new ProgressLine()
    const now = () => new Date()
    const { receipt } = await requestImport({
      db,
      dataDir: config().dataDir,
      paths: await absolutePaths(paths),
      options,
      now,
      onProgress: (state) => progress.show(state),
      onWriter: (writer, pid) => writer === 'worker' && tell(`Process ${pid} holds the database and does the import.`),
    }).finally(() => progress.end())
    if (flags.verify) {
      const { verifyImport } = await import('../verify-import')
      const { agrees, lines } = await verifyImport({ db, receipt, options, now })
      for (const line of lines) tell(line)
      if (!agrees) throw new CommandError('The second reading does not agree with the database.')
    }
    return receipt
  })
}

/** Most imports that are run again find nothing new; that is told without opening the database for writing. */
async function whenUntouched(paths: string[], options: ImportOptions, flags: ImportFlags): Promise<Receipt | null> {
  if (flags.verify || Object.keys(options).length > 0) return null
  const { untouchedReceipt } = await import('@/lib/ingest/untouched-import')
  const all = await absolutePaths(paths)
  return withReader(flags.fleet, ({ db }) => untouchedReceipt(db, all, () => new Date()))
}

/** The import as it would be, done to a copy of the database that is thrown away. */
async function dryRun(paths: string[], options: ImportOptions, flags: ImportFlags): Promise<Receipt> {
  const { copyDatabase } = await import('../copy-database')
  const { requestImport } = await import('@/lib/ingest/request-import')
  const { folder, url } = await copyDatabase(fleetUrl(flags.fleet))
  const progress = new ProgressLine()
  try {
    return await withDatabase(url, flags.fleet, async ({ db }) => {
      await db.lease.deleteMany()
      await db.import.deleteMany({ where: { status: { in: ['queued', 'running'] } } })
      const request = { db, dataDir: folder, paths: await absolutePaths(paths), options, now: () => new Date() }
      return (await requestImport({ ...request, onProgress: (state) => progress.show(state) })).receipt
    })
  } finally {
    progress.end()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A worker may have another working folder. */
async function absolutePaths(paths: readonly string[]): Promise<string[]> {
  const { resolve } = await import('node:path')
  return paths.map((path) => resolve(path))
}
