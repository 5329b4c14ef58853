import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { parseLiteLlm } from '@/lib/ledger/prices'
import { wrongUse } from './command-error'

const UNPACKED_MAX = 200_000_000

/**
 * Reads a price file as an import carries it: the table and where it came from, as JSON.
 * @throws {CommandError} exit 2, when the file cannot be read or is no price file
 */
export async function readPriceFile(file: string): Promise<string> {
  try {
    const bytes = await readFile(file)
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
    const text = isGzip ? await promisify(gunzip)(bytes, { maxOutputLength: UNPACKED_MAX }) : bytes
    return JSON.stringify({ table: parseLiteLlm(text.toString('utf8')), source: path.resolve(file) })
  } catch (error) {
    throw wrongUse(`--prices ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
