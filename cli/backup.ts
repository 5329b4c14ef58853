import 'server-only'
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { closeDb, databasePath, openDb } from '@/lib/db/client'
import { vacuumInto } from '@/lib/db/maintenance'
import { CommandError } from './command-error'

/**
 * Copies a database as it is at one moment, while others read and write it. The file appears at once and complete.
 * @throws {CommandError} when there is no database, or the file exists and `force` is not set
 */
export async function backup(of: {
  url: string
  file: string
  force: boolean
}): Promise<{ path: string; bytes: number }> {
  const target = path.resolve(of.file)
  const source = databasePath(of.url)
  if (!existsSync(source)) throw new CommandError(`There is no database at ${source}.`)
  if (existsSync(target) && (statSync(target).isDirectory() || !of.force)) {
    throw new CommandError(`${target} exists; choose another name${statSync(target).isFile() ? ', or --force' : ''}.`)
  }
  mkdirSync(path.dirname(target), { recursive: true })
  const draft = `${target}.${process.pid}.partial`
  try {
    const db = await openDb(of.url)
    await vacuumInto(db, draft).finally(() => closeDb(db))
    renameSync(draft, target)
  } finally {
    rmSync(draft, { force: true })
  }
  return { path: target, bytes: statSync(target).size }
}
