import { rm } from 'node:fs/promises'
import type { Command } from 'commander'
import { nearest } from '@/lib/config/nearest'
import { config } from '@/lib/env'
import type { Receipt } from '@/lib/imports/schema'
import type { ImportOptions } from '@/lib/ingest/queue'
import { SYSTEMS } from '@/lib/model/systems'
import { type BackendAddress, backendAddress } from '@/lib/sources/synth/backend-address'
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
  caFile?: string
  allowPrivate?: boolean
}

/** `pitwall import PATH|URL…`: reads files, folders, globs and backends, and prints a receipt for each file or job. */
export function importCommand(): Command {
  return defineCommand('import', 'read records; exit 3 when some were rejected and the rest is in')
    .argument('<path...>', 'files, folders or globs, .gz is unpacked; or https://… with --as synth')
    .option('--as <system>', `take the files as records of one of ${SYSTEMS.join(' ')}`)
    .option('--instance <name>', 'the name of a second, unrelated database of the same system')
    .option('--prices <file>', "prices in LiteLLM's JSON, also .gz; every cost is computed from them from now on")
    .option('--price-overrides <file>', 'your own prices, which win from now on; "none" takes them away')
    .option('--dry-run', 'read and print the receipts, and change nothing')
    .option('--verify', 'read everything a second time into a scratch database and compare totals')
    .option('--ca-file <file>', 'certificates to trust beside the usual ones when a backend is asked')
    .option('--allow-private', "a backend's public name may lead to an address of this machine or network")
    .addHelpText('after', BACKEND_HELP)
    .action(async (paths: string[], flags: ImportFlags) => {
      const options = await importOptions(flags)
      const addresses = backendAddresses(paths, flags)
      const asked = { paths: paths.filter((path) => !isAddress(path)), addresses, options }
      const receipt = flags.dryRun ? await dryRun(asked, flags) : await importAll(asked, flags)
      if (flags.json) printJson(receipt)
      else print([...receipt.files.flatMap(receiptLines), '', totalsLine(receipt, flags.dryRun === true)].join('\n'))
      const { rejectedFiles, rejectedRecords } = receipt.totals
      if (rejectedFiles + rejectedRecords > 0) process.exitCode = EXIT.rejected
    })
}

const BACKEND_HELP = `
A backend is asked for its jobs, their runs, events, metrics and time lines, and its sessions; one job by its address
(https://HOST/api/v1/learning/jobs/ID). The key is taken from SYNTH_BACKEND_API_KEY or SYNTH_API_KEY (or from the file of
--env-file), HTTPS_PROXY, HTTP_PROXY and NO_PROXY are heard, and a second import asks only for what is new.`

/** What one command imports. */
interface Asked {
  paths: readonly string[]
  addresses: readonly BackendAddress[]
  options: ImportOptions
}

const isAddress = (path: string) => /^[a-z][a-z0-9+.-]*:\/\//i.test(path)

function backendAddresses(paths: readonly string[], { as }: ImportFlags): BackendAddress[] {
  return paths.filter(isAddress).map((path) => {
    const address = backendAddress(path)
    if ('problem' in address) throw wrongUse(address.problem)
    if (as !== 'synth')
      throw wrongUse(`${address.base} is a backend: say whose with --as synth, the only kind that is asked.`)
    return address
  })
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
    ...(await pricesGiven(prices)),
  }
}

/** Loaded only where prices are named: most imports name none. */
async function pricesGiven(file: string | undefined): Promise<Pick<ImportOptions, 'prices'>> {
  if (file === undefined && config().priceOverrides === null) return {}
  const { readGivenPrices } = await import('../read-price-file')
  return { prices: JSON.stringify(await readGivenPrices(file)) }
}

async function importAll(asked: Asked, flags: ImportFlags): Promise<Receipt> {
  const untouched = await whenUntouched(asked, flags)
  if (untouched) return untouched
  return withFleet(flags.fleet, async ({ db }) => {
    const { requestImport } = await import('@/lib/ingest/request-import')
    const now = () => new Date()
    const { dataDir } = config()
    const wanted = await whatToImport(asked, flags, dataDir)
    const progress = new ProgressLine()
    const { receipt } = await requestImport({
      ...{ db, dataDir, ...wanted, now },
      onProgress: (state) => progress.show(state),
      onWriter: (writer, pid) => writer === 'worker' && tell(`Process ${pid} holds the database and does the import.`),
    }).finally(() => progress.end())
    if (flags.verify) {
      const { verifyImport } = await import('../verify-import')
      const { agrees, lines } = await verifyImport({ db, dataDir, receipt, options: asked.options, now })
      for (const line of lines) tell(line)
      if (!agrees) throw new CommandError('The second reading does not agree with the database.')
    }
    return receipt
  })
}

/** Backends are asked here and not by a worker: the key is this command's, and a slow one must not keep others waiting. */
async function whatToImport({ paths, addresses, options }: Asked, flags: ImportFlags, dataDir: string) {
  const files = await absolutePaths(paths)
  if (addresses.length === 0) return { paths: files, options }
  const { fetchAddresses } = await import('../fetch-addresses')
  const fetched = await fetchAddresses(addresses, { dataDir, allowPrivate: flags.allowPrivate === true })
  return { paths: [...files, ...fetched.addresses], options: { ...options, problems: fetched.problems } }
}

/** Most imports that are run again find nothing new; that is told without opening the database for writing. */
async function whenUntouched({ paths, addresses, options }: Asked, flags: ImportFlags): Promise<Receipt | null> {
  if (flags.verify || addresses.length > 0 || Object.keys(options).length > 0) return null
  const { untouchedReceipt } = await import('@/lib/ingest/untouched-import')
  const all = await absolutePaths(paths)
  return withReader(flags.fleet, ({ db }) => untouchedReceipt(db, all, () => new Date()))
}

/** The import as it would be, done to a copy of the database that is thrown away. */
async function dryRun(asked: Asked, flags: ImportFlags): Promise<Receipt> {
  const { copyDatabase } = await import('../copy-database')
  const { requestImport } = await import('@/lib/ingest/request-import')
  const { folder, url } = await copyDatabase(fleetUrl(flags.fleet))
  const progress = new ProgressLine()
  try {
    return await withDatabase(url, flags.fleet, async ({ db }) => {
      await db.lease.deleteMany()
      await db.import.deleteMany({ where: { status: { in: ['queued', 'running'] } } })
      if (asked.addresses.length > 0) await copyKept(config().dataDir, folder)
      const wanted = await whatToImport(asked, flags, folder)
      const request = { db, dataDir: folder, ...wanted, now: () => new Date() }
      return (await requestImport({ ...request, onProgress: (state) => progress.show(state) })).receipt
    })
  } finally {
    progress.end()
    await rm(folder, { recursive: true, force: true })
  }
}

const copyKept = async (from: string, to: string) => (await import('@/lib/ingest/remote/kept-file')).copyKept(from, to)

/** A worker may have another working folder. */
async function absolutePaths(paths: readonly string[]): Promise<string[]> {
  const { resolve } = await import('node:path')
  return paths.map((path) => resolve(path))
}
