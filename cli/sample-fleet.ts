import 'server-only'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { databasePath, openDb } from '@/lib/db/client'
import { checkpoint } from '@/lib/db/maintenance'
import { config } from '@/lib/env'
import type { FileReceipt } from '@/lib/imports/schema'
import { requestImport } from '@/lib/ingest/request-import'
import { createSample, removeSample } from '@/lib/sample/server/create-sample'
import { migrate } from '@/prisma/migrate'

/** The folder of the sample's source files, beside its database and named like it. */
export function sampleFolder(): string {
  const { dir, name } = path.parse(databasePath(config().sampleDatabaseUrl))
  return path.join(dir, name)
}

const besides = (file: string) => [file, `${file}-wal`, `${file}-shm`]

function removeDatabase(file: string): void {
  for (const part of besides(file)) rmSync(part, { force: true })
}

/**
 * Writes the sample's files and reads them into a new database by the ordinary way, which then takes the place of an
 * older sample. Until that moment the older one is served.
 */
export async function makeSampleFleet(now: () => Date): Promise<FileReceipt[]> {
  const folder = sampleFolder()
  const target = databasePath(config().sampleDatabaseUrl)
  const scratch = path.join(folder, 'scratch')
  const draft = path.join(scratch, 'draft.db')
  rmSync(scratch, { recursive: true, force: true })
  mkdirSync(scratch, { recursive: true })
  const { files } = createSample({ folder, now: now() })
  try {
    const receipts = await importInto(`file:${draft}`, scratch, files, now)
    removeDatabase(target)
    renameSync(draft, target)
    return receipts
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function importInto(url: string, dataDir: string, paths: string[], now: () => Date): Promise<FileReceipt[]> {
  await migrate(url)
  const db = await openDb(url)
  try {
    const { receipt } = await requestImport({ db, dataDir, paths, options: { synthetic: true }, now })
    // One file, complete in itself, can be put in place at once.
    await checkpoint(db)
    return receipt.files
  } finally {
    await db.$disconnect()
  }
}

/** Removes the sample's database and files, and nothing else. @returns whether there was one */
export function removeSampleFleet(): boolean {
  const file = databasePath(config().sampleDatabaseUrl)
  const folder = sampleFolder()
  const existed = existsSync(file) || existsSync(folder)
  removeDatabase(file)
  if (existsSync(folder)) {
    removeSample(folder)
    rmSync(path.join(folder, 'staging'), { recursive: true, force: true })
    rmSync(path.join(folder, 'scratch'), { recursive: true, force: true })
  }
  return existed
}
