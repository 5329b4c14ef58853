import 'server-only'
import type { Db } from '@/lib/db/client'
import type { Source } from '@/lib/db/generated/client'
import { type InstanceFacts, type TroubledFile, troubledFiles } from '@/lib/db/import-list'
import { countSourceFiles } from '@/lib/db/source-files'
import { notFound } from '@/lib/errors'
import { toCount } from '@/lib/http/amounts'
import type { SourceWire } from '@/lib/imports/schema'
import { isTranscript } from '@/lib/model/systems'
import { troubleOf } from './file-trouble'

const STATES = ['watching', 'paused', 'failing'] as const

/**
 * An instance with all it holds.
 * @param folder the folder that all its files share, when it has several: of transcripts none stands for the others,
 * of a database the newest copy does
 * @param files every file with something to tell
 */
export function instanceLine(
  row: InstanceFacts,
  { versions, folder, files }: { versions: string[]; folder: string; files: readonly TroubledFile[] },
): SourceWire {
  const own = files.filter(({ system, instance }) => system === row.system && instance === row.name)
  return {
    id: row.id,
    system: row.system,
    instance: row.name,
    path: (isTranscript(row.system) && folder) || (row.path ?? ''),
    state: 'imported',
    error: null,
    versions,
    contents: toCount(row.contents),
    runs: toCount(row.runs),
    placeholders: toCount(row.placeholders),
    usageEvents: toCount(row.usageEvents),
    lastEventAt: row.lastEventAt,
    checkedAt: row.checkedAt,
    lagSeconds: null,
    ...troubleOf(own),
  }
}

/** A watched path with how it fares. @param files every file with something to tell */
export async function watchedLine(db: Db, row: Source, now: Date, files: readonly TroubledFile[]): Promise<SourceWire> {
  const since = row.checkedAt === null ? null : Math.max(0, (now.getTime() - Date.parse(row.checkedAt)) / 1_000)
  const below = files.filter(({ path }) => path === row.path || path.startsWith(`${row.path}/`))
  return {
    id: row.id,
    system: row.system,
    instance: row.instance,
    path: row.path,
    state: STATES.find((state) => state === row.state) ?? 'failing',
    error: row.error,
    versions: [],
    contents: await countSourceFiles(db, row.path),
    runs: 0,
    placeholders: 0,
    usageEvents: 0,
    lastEventAt: row.changedAt,
    checkedAt: row.checkedAt,
    lagSeconds: row.state === 'watching' ? since : null,
    ...troubleOf(below),
  }
}

/** The line of one watched path. @throws not_found when it is not watched */
export async function watchedLineOf(db: Db, id: string, now: Date): Promise<SourceWire> {
  const row = await db.source.findUnique({ where: { id } })
  if (!row) throw notFound('source', id)
  return watchedLine(db, row, now, await troubledFiles(db))
}
