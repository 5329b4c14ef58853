import { appendFileSync } from 'node:fs'
import path from 'node:path'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import { groupFailures } from '@/lib/ingest/group-failures'
import { Lease } from '@/lib/ingest/lease'
import { derivePatterns } from '@/lib/patterns/server/derive-patterns'
import { importInto } from './importing'
import { testDb } from './test-db'

export interface PatternStore {
  db: Db
  folder: string
}

/** Pitwall's own records, one a line. */
export const ndjson = (records: readonly object[]): string =>
  records.map((each) => `${JSON.stringify({ v: 1, ...each })}\n`).join('')

/** Imports records through a file of their own, as a command does. */
export async function importRecords(store: PatternStore, name: string, records: readonly object[], now: Date) {
  const file = path.join(store.folder, `${name}.ndjson`)
  appendFileSync(file, ndjson(records))
  return importInto(store, [file], {}, () => now)
}

/** A fresh database with these records, imported in one go. */
export async function storeOf(records: readonly object[], now: Date): Promise<PatternStore> {
  const store = await testDb()
  await importRecords(store, 'fleet', records, now)
  return store
}

/** Groups and derives what waits, as the worker does. */
export async function settle(db: Db, now: Date): Promise<void> {
  const lease = await Lease.take(db, 'worker', now)
  if (!lease) throw new Error('somebody holds the lease')
  try {
    await groupFailures(db, lease)
    await derivePatterns(db, () => lease.fence(), now)
  } finally {
    await lease.release()
  }
}

export const contextOf = (db: Db, now: Date): Context => ({ db, fleet: 'own', now })

/** A failure as Pitwall's own records write it. */
export const failureOf = (failureId: string, message: string, at: string, rest: object = {}) => ({
  ...{ kind: 'failure', failureId, message, at, ...rest },
})

/** The pattern that each failure stands in, by the failure's own key. */
export async function placesOf(db: Db): Promise<Record<string, string | null>> {
  const rows = await db.failure.findMany({ orderBy: { id: 'asc' }, select: { id: true, patternId: true } })
  return Object.fromEntries(rows.map(({ id, patternId }) => [id.split(':').at(-1) ?? id, patternId]))
}

/** Which failures stand together, whatever their patterns are called. */
export async function groupsOf(db: Db): Promise<string[]> {
  const groups = new Map<string, string[]>()
  for (const [key, pattern] of Object.entries(await placesOf(db)))
    if (pattern !== null) groups.set(pattern, [...(groups.get(pattern) ?? []), key])
  return [...groups.values()].map((keys) => keys.sort().join(' ')).sort()
}

/** What is left on the lists of what is to be done. */
export const leftToDo = async (db: Db) => ({
  loose: await db.looseFailure.count(),
  dirty: await db.dirtyPattern.count(),
})
