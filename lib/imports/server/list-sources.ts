import 'server-only'
import type { Context } from '@/lib/context'
import type { Source } from '@/lib/db/generated/client'
import { instanceFacts, troubledFiles } from '@/lib/db/import-list'
import { config, homePlaces } from '@/lib/env'
import { defaultFolders } from '@/lib/imports/default-folders'
import { commonFolder } from '@/lib/imports/import-words'
import type { FoundSource, SourcesReply } from '@/lib/imports/schema'
import { workerState } from '@/lib/ingest/lease'
import { isWithin } from '@/lib/ingest/walk-paths'
import { findSources } from './find-sources'
import { findTranscripts, realOf } from './find-transcripts'
import { instanceLine, watchedLine } from './source-line'

/** Where records come from: the watched paths, then one line per instance with all it holds; and what was found here. */
export async function listSources({ db, now }: Context): Promise<SourcesReply> {
  const { allowedFolders } = config()
  const [instances, versions, places, watched, files, databases, transcripts, worker] = await Promise.all([
    instanceFacts(db),
    db.content.groupBy({ by: ['instanceId', 'systemVersion'], orderBy: { systemVersion: 'asc' } }),
    // What the first and the last path in order share, all between them share.
    db.content.groupBy({ by: ['instanceId'], _min: { path: true }, _max: { path: true } }),
    db.source.findMany({ orderBy: { path: 'asc' } }),
    troubledFiles(db),
    findSources(db, allowedFolders),
    findTranscripts(defaultFolders(homePlaces())),
    workerState(db, now),
  ])
  const versionsOf = (id: string) =>
    versions.flatMap((row) => (row.instanceId === id && row.systemVersion !== null ? [row.systemVersion] : []))
  const folderOf = (id: string) => {
    const { _min: first, _max: last } = places.find(({ instanceId }) => instanceId === id) ?? {}
    return first?.path && last?.path && first.path !== last.path ? commonFolder([first.path, last.path]) : ''
  }
  return {
    sources: [
      ...(await Promise.all(watched.map((row) => watchedLine(db, row, now, files)))),
      ...instances.map((row) => instanceLine(row, { versions: versionsOf(row.id), folder: folderOf(row.id), files })),
    ],
    found: [...transcripts.filter((found) => !isWatched(found, watched)), ...databases.map(withoutPaths)],
    allowedFolders: [...allowedFolders],
    workerAlive: worker.alive,
  }
}

const isWatched = (found: FoundSource, watched: readonly Source[]) =>
  watched.some(({ path }) => isWithin(realOf(path) ?? path, found.path))

const withoutPaths = ({ paths: _, ...found }: FoundSource & { paths: string[] }): FoundSource => found
