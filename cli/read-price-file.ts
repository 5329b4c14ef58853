import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { config } from '@/lib/env'
import type { GivenPrices } from '@/lib/ingest/prices'
import { parseOwnPrices } from '@/lib/ledger/own-price-file'
import { parseLiteLlm } from '@/lib/ledger/prices'
import { wrongUse } from './command-error'

const UNPACKED_MAX = 200_000_000

/**
 * The prices that a command was given: a LiteLLM file, and the operator's own where a setting names them.
 * @throws {CommandError} exit 2, naming the file and what is wrong with it
 */
export async function readGivenPrices(file: string | undefined): Promise<GivenPrices> {
  const own = await readOwnPrices()
  if (file === undefined) return own ? { own } : {}
  const table = await readAs(file, `--prices ${file}`, parseLiteLlm)
  return { table: { table, source: path.resolve(file) }, ...(own && { own }) }
}

/**
 * The operator's own prices as the settings name them; undefined when they name none.
 * @throws {CommandError} exit 2, naming the file, the entry and what is wrong with it
 */
export async function readOwnPrices(): Promise<GivenPrices['own'] | undefined> {
  const file = config().priceOverrides
  if (file === null) return undefined
  if (file === 'none') return { own: null, source: 'none' }
  return { own: await readAs(file, `The own prices in ${file}`, parseOwnPrices), source: file }
}

async function readAs<T>(file: string, named: string, parse: (text: string) => T): Promise<T> {
  try {
    const bytes = await readFile(file)
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
    const text = isGzip ? await promisify(gunzip)(bytes, { maxOutputLength: UNPACKED_MAX }) : bytes
    return parse(text.toString('utf8'))
  } catch (error) {
    throw wrongUse(`${named}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
