import 'server-only'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Db } from '@/lib/db/client'
import { databasePath } from '@/lib/db/client'
import { config } from '@/lib/env'
import { plural } from '../amounts'
import { withFleet } from '../open-fleet'
import { tell } from '../output'
import { makeSampleFleet } from '../sample-fleet'

/** Migrates what is there, adds the watched paths, and makes the sample when there are no records yet. */
export async function prepareDatabases(): Promise<void> {
  const { switches, sampleDatabaseUrl, watch } = config()
  const isEmpty = await withFleet('own', async ({ db, now }) => {
    await addWatched(db, watch, now)
    return (await db.run.findFirst({ select: { id: true } })) === null
  })
  if (!switches.sample_fleet.enabled) return
  if (existsSync(databasePath(sampleDatabaseUrl))) {
    await withFleet('sample', async () => {})
    return
  }
  if (!isEmpty) return
  tell('No records yet: making the sample fleet …')
  const files = await makeSampleFleet(() => new Date())
  tell(`The sample fleet is ready (${plural(files.length, 'file')}).`)
}

async function addWatched(db: Db, paths: readonly string[], now: Date): Promise<void> {
  for (const path of paths) {
    const create = { id: `src_${randomUUID().slice(0, 12)}`, path, state: 'watching', addedAt: now.toISOString() }
    await db.source.upsert({ where: { path }, create, update: {} })
  }
}
