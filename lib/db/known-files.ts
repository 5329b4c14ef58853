import 'server-only'
import type { Content, SourceFile } from './generated/client'
import type { SqlReader } from './sqlite-reader'

const PATHS_AT_ONCE = 500

export interface KnownFile {
  file: Pick<SourceFile, 'path' | 'size' | 'mtimeMs' | 'head'>
  content: Pick<Content, 'sha256' | 'system' | 'instanceId' | 'systemVersion' | 'parserVersion' | 'status' | 'receipt'>
}

type Row = KnownFile['file'] & Omit<KnownFile['content'], 'parserVersion'> & { parserVersion: bigint }

/** What was last read from each of these paths; paths never read are left out. */
export async function knownFiles(db: SqlReader, paths: readonly string[]): Promise<Map<string, KnownFile>> {
  const known = new Map<string, KnownFile>()
  for (let at = 0; at < paths.length; at += PATHS_AT_ONCE) {
    const some = paths.slice(at, at + PATHS_AT_ONCE)
    const rows = await db.$queryRawUnsafe<Row[]>(
      'SELECT f."path", f."size", f."mtimeMs", f."head", c."sha256", c."system", c."instanceId", c."systemVersion", ' +
        'c."parserVersion", c."status", c."receipt" FROM "SourceFile" f JOIN "Content" c ON c."id" = f."contentId" ' +
        `WHERE f."path" IN (${some.map(() => '?').join(', ')})`,
      ...some,
    )
    for (const { path, size, mtimeMs, head, parserVersion, ...content } of rows) {
      const file = { path, size, mtimeMs, head }
      known.set(path, { file, content: { ...content, parserVersion: Number(parserVersion) } })
    }
  }
  return known
}

/** True when an import waits or was cut short, or something that was imported is not derived yet. */
export async function hasUnfinishedWork(db: SqlReader): Promise<boolean> {
  const [row] = await db.$queryRawUnsafe<unknown[]>(
    `SELECT 1 FROM "Import" WHERE "status" IN ('queued', 'running') UNION ALL ` +
      'SELECT 1 FROM "DirtyRun" UNION ALL SELECT 1 FROM "DirtySession" UNION ALL SELECT 1 FROM "DirtyJob" LIMIT 1',
  )
  return row !== undefined
}
