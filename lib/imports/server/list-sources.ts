import 'server-only'
import type { Context } from '@/lib/context'
import type { Source } from '@/lib/db/generated/client'
import { type InstanceFacts, instanceFacts, type TroubledFile, troubledFiles } from '@/lib/db/import-list'
import { config } from '@/lib/env'
import { toCount } from '@/lib/http/amounts'
import type { SourcesReply, SourceWire } from '@/lib/imports/schema'
import { workerState } from '@/lib/ingest/lease'
import { type FileTrouble, troubleOf } from './file-trouble'
import { findSources } from './find-sources'

const STATES = ['watching', 'paused', 'failing'] as const

/** Where records come from: one line per instance with all it holds, then the watched paths. */
export async function listSources({ db, now }: Context): Promise<SourcesReply> {
  const { allowedFolders } = config()
  const [instances, versions, watched, files, perSource, found, worker] = await Promise.all([
    instanceFacts(db),
    db.content.groupBy({ by: ['instanceId', 'systemVersion'], orderBy: { systemVersion: 'asc' } }),
    db.source.findMany({ orderBy: { path: 'asc' } }),
    troubledFiles(db),
    db.sourceFile.groupBy({ by: ['sourceId'], _count: true, where: { sourceId: { not: null } } }),
    findSources(db, allowedFolders),
    workerState(db, now),
  ])
  const versionsOf = (id: string) =>
    versions.flatMap((row) => (row.instanceId === id && row.systemVersion !== null ? [row.systemVersion] : []))
  const countOf = new Map(perSource.map((row) => [row.sourceId, row._count]))
  return {
    sources: [
      ...watched.map((row) => watchedLine(row, countOf.get(row.id) ?? 0, now, troubleBelow(files, row.path))),
      ...instances.map((row) => instanceLine(row, versionsOf(row.id), troubleOf(ofInstance(files, row)))),
    ],
    found: found.map(({ id, system, path, files: count }) => ({ id, system, path, files: count })),
    allowedFolders: [...allowedFolders],
    workerAlive: worker.alive,
  }
}

const ofInstance = (files: readonly TroubledFile[], { system, name }: InstanceFacts) =>
  files.filter((file) => file.system === system && file.instance === name)

const troubleBelow = (files: readonly TroubledFile[], path: string) =>
  troubleOf(files.filter((file) => file.path === path || file.path.startsWith(`${path}/`)))

function instanceLine(row: InstanceFacts, versions: string[], trouble: FileTrouble): SourceWire {
  return {
    id: row.id,
    system: row.system,
    instance: row.name,
    path: row.path ?? '',
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
    ...trouble,
  }
}

function watchedLine(row: Source, contents: number, now: Date, trouble: FileTrouble): SourceWire {
  const since = row.checkedAt === null ? null : Math.max(0, (now.getTime() - Date.parse(row.checkedAt)) / 1_000)
  return {
    id: row.id,
    system: row.system,
    instance: row.instance,
    path: row.path,
    state: STATES.find((state) => state === row.state) ?? 'failing',
    error: row.error,
    versions: [],
    contents,
    runs: 0,
    placeholders: 0,
    usageEvents: 0,
    lastEventAt: row.changedAt,
    checkedAt: row.checkedAt,
    lagSeconds: row.state === 'watching' ? since : null,
    ...trouble,
  }
}
