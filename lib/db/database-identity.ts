import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Db } from './client'

const KEY = 'identity'

/** The database's own id: made once, kept in it, carried along by backups. */
export async function databaseIdentity(db: Db): Promise<string> {
  const row = await db.meta.findUnique({ where: { key: KEY } })
  if (row) return row.value
  await db.$executeRawUnsafe(
    'INSERT INTO "Meta" ("key", "value") VALUES (?, ?) ON CONFLICT ("key") DO NOTHING',
    KEY,
    randomUUID(),
  )
  return (await db.meta.findUniqueOrThrow({ where: { key: KEY } })).value
}
