import 'server-only'
import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { closeDb, databasePath, openDb } from '@/lib/db/client'
import { vacuumInto } from '@/lib/db/maintenance'

/** A consistent copy of a database in a folder of its own, which the caller removes. An absent one gives no file. */
export async function copyDatabase(url: string): Promise<{ folder: string; url: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pitwall-copy-'))
  const target = path.join(folder, 'pitwall.db')
  if (existsSync(databasePath(url))) {
    const db = await openDb(url)
    await vacuumInto(db, target).finally(() => closeDb(db))
  }
  return { folder, url: `file:${target}` }
}
