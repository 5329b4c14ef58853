import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { closeDb, type Db, openDb } from '@/lib/db/client'

/** The folder of this test run: every file a test writes goes below it. */
export function testFolder(): string {
  const folder = process.env['PITWALL_TEST_FOLDER']
  if (!folder) throw new Error('PITWALL_TEST_FOLDER is not set: run tests with `npm test` or vitest')
  const own = path.join(folder, randomUUID().slice(0, 8))
  mkdirSync(own, { recursive: true })
  return own
}

/** A migrated, empty database of its own for one test; closed when the test ends. */
export async function testDb(): Promise<{ db: Db; url: string; folder: string }> {
  const folder = testFolder()
  const file = path.join(folder, 'pitwall.db')
  const template = path.join(process.env['PITWALL_TEST_FOLDER'] ?? '', 'template.db')
  copyFileSync(template, file)
  if (existsSync(`${template}-wal`)) copyFileSync(`${template}-wal`, `${file}-wal`)
  const url = `file:${file}`
  const db = await openDb(url)
  onTestFinished(() => closeDb(db))
  return { db, url, folder }
}

/** Set for proofs that take minutes; every one of them has a short form that always runs. */
export const LONG_TESTS = process.env['PITWALL_LONG_TESTS'] !== undefined

/** The folder of real records, or null: such tests then say "skipped: no real data". */
export const REAL_DATA = process.env['PITWALL_REAL_DATA'] ?? null
