import 'server-only'
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { closeDb, databasePath, openDb } from '@/lib/db/client'
import { checkpoint } from '@/lib/db/maintenance'
import { config } from '@/lib/env'
import type { FileReceipt } from '@/lib/imports/schema'
import { workerState } from '@/lib/ingest/lease'
import { requestImport } from '@/lib/ingest/request-import'
import { createSample, removeSample } from '@/lib/sample/server/create-sample'
import { sampleFolder } from '@/lib/sample/server/sample-folder'
import { migrate } from '@/prisma/migrate'
import { withLockFile } from './lock-file'
import { makeSampleMoves } from './sample-moves'

/** How long a worker may take to finish the batch in hand. */
const LET_GO_MS = 5_000
const LOOK_EVERY_MS = 100

/** Held while the sample is made: a worker and a command never make it both. */
export const sampleLock = () => `${sampleFolder()}.making`

const besides = (file: string) => [file, `${file}-wal`, `${file}-shm`]

function removeDatabase(file: string): void {
  for (const part of besides(file)) rmSync(part, { force: true })
}

/**
 * Writes the sample's files and reads them into a new database by the ordinary way, which then takes the place of an
 * older sample. Until that moment the older one is served.
 */
export async function makeSampleFleet(now: () => Date): Promise<FileReceipt[]> {
  return withLockFile(sampleLock(), () => makeInTurn(now))
}

async function makeInTurn(now: () => Date): Promise<FileReceipt[]> {
  const folder = sampleFolder()
  const target = databasePath(config().sampleDatabaseUrl)
  const scratch = path.join(folder, 'scratch')
  const draft = path.join(scratch, 'draft.db')
  rmSync(scratch, { recursive: true, force: true })
  mkdirSync(scratch, { recursive: true })
  const { files } = createSample({ folder, now: now() })
  try {
    const receipts = await importInto(`file:${draft}`, scratch, files, now)
    await workerLetsGo()
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
    await makeSampleMoves(db, now())
    // One file, complete in itself, can be put in place at once.
    await checkpoint(db)
    return receipt.files
  } finally {
    await closeDb(db)
  }
}

/** A running worker sees the lock and closes the database; until then its file must not be taken away. */
async function workerLetsGo(): Promise<void> {
  const url = config().sampleDatabaseUrl
  const giveUpAt = performance.now() + LET_GO_MS
  if (!existsSync(databasePath(url))) return
  const db = await openDb(url)
  try {
    const isServed = async () => (await workerState(db, new Date())).kind === 'worker'
    while (performance.now() < giveUpAt && (await isServed().catch(() => false))) await sleep(LOOK_EVERY_MS)
  } finally {
    await closeDb(db)
  }
}

/** Removes the sample's database and files, and nothing else. @returns whether there was one */
export async function removeSampleFleet(): Promise<boolean> {
  return withLockFile(sampleLock(), async () => {
    const file = databasePath(config().sampleDatabaseUrl)
    const folder = sampleFolder()
    const existed = existsSync(file) || existsSync(folder)
    await workerLetsGo()
    removeDatabase(file)
    if (existsSync(folder)) {
      removeSample(folder)
      for (const name of ['staging', 'scratch']) rmSync(path.join(folder, name), { recursive: true, force: true })
      if (readdirSync(folder).length === 0) rmdirSync(folder)
    }
    return existed
  })
}
