import 'server-only'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'libsql'
import { databasePath } from './client'

const RETRY_MS = 50

/** How long to wait for another process that migrates the same database, unless told otherwise. */
const WAIT_MS = 60_000

function tryLock(file: string): (() => void) | null {
  const lock = new Database(file, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return () => lock.close()
  } catch (error) {
    lock.close()
    if (error instanceof Error && /busy|locked/i.test(error.message)) return null
    throw error
  }
}

async function withFileLock<T>(url: string, work: () => Promise<T>, waitMs: number): Promise<T> {
  const file = `${databasePath(url)}.migrating`
  mkdirSync(path.dirname(file), { recursive: true })
  for (let waited = 0; ; waited += RETRY_MS) {
    const unlock = tryLock(file)
    if (unlock) {
      try {
        return await work()
      } finally {
        unlock()
      }
    }
    if (waited >= waitMs) throw new Error(`Another process has been migrating ${databasePath(url)} for ${waited} ms`)
    await sleep(RETRY_MS)
  }
}

/** On globalThis, because Next may load this module once for pages and once for routes. */
const turns = globalThis as { pitwallMigrations?: Promise<unknown> }

/**
 * Runs `work` while nobody else migrates the same database: web server and worker start together. The lock between
 * processes is SQLite's own, on an empty file beside the database, so the system lets go of it when its holder dies.
 * Within a process all migrations take turns, whatever their database: the engine keeps its state in its module.
 */
export async function withMigrationLock<T>(url: string, work: () => Promise<T>, waitMs = WAIT_MS): Promise<T> {
  const before = turns.pitwallMigrations ?? Promise.resolve()
  const turn = before.then(() => withFileLock(url, work, waitMs))
  turns.pitwallMigrations = turn.catch(() => {})
  return turn
}
