import 'server-only'
import { createHash } from 'node:crypto'
import { statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Context } from '@/lib/context'
import { databasePath } from '@/lib/db/client'
import { databaseIdentity } from '@/lib/db/database-identity'
import { defaultFleet } from '@/lib/db/fleets'
import { newestMigration, unpricedEvents } from '@/lib/db/health'
import { troubledFiles } from '@/lib/db/import-list'
import { config } from '@/lib/env'
import type { HealthWire } from '@/lib/health/schema'
import { toCount } from '@/lib/http/amounts'
import { troubleOf } from '@/lib/imports/server/file-trouble'
import { workerState } from '@/lib/ingest/lease'
import { degradedReasons } from '../reasons'

const IDENTITY_LENGTH = 12

/** The files of an embedded database: itself and its write-ahead log. */
function sizeOf(file: string): number {
  const size = (name: string) => statSync(name, { throwIfNoEntry: false })?.size ?? 0
  return size(file) + size(`${file}-wal`)
}

function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}

/** How this Pitwall is: what is degraded in words, which database it serves, and what ingest left undone. */
export async function getHealth({ db, fleet, now }: Context): Promise<HealthWire> {
  const settings = config()
  const file = databasePath(fleet === 'sample' ? settings.sampleDatabaseUrl : settings.databaseUrl)
  const [instanceId, migration, worker, sources, oldest, newest, files, unpriced, shown] = await Promise.all([
    databaseIdentity(db),
    newestMigration(db),
    workerState(db, now),
    db.source.findMany({ where: { state: { not: 'paused' } } }),
    db.import.findFirst({ where: { status: 'queued' }, orderBy: { requestedAt: 'asc' } }),
    db.import.findFirst({ where: { status: { in: ['done', 'failed'] } }, orderBy: { requestedAt: 'desc' } }),
    troubledFiles(db),
    unpricedEvents(db),
    defaultFleet(),
  ])
  const waitingSince = [oldest?.requestedAt, ...sources.map(({ checkedAt }) => checkedAt)].filter(
    (at) => typeof at === 'string',
  )
  const reasons = degradedReasons({
    workerExpected: fleet === 'own',
    workerAlive: worker.alive,
    failingSources: sources.filter(({ state }) => state === 'failing'),
    newestImportError: newest?.status === 'failed' ? (newest.error ?? 'no reason given') : null,
    freeBytes: freeBytes(path.dirname(file)),
  })
  return {
    status: reasons.length === 0 ? 'healthy' : 'degraded',
    reasons,
    version: settings.version,
    buildId: settings.buildId,
    instanceId,
    defaultFleet: shown,
    now: now.toISOString(),
    database: {
      kind: 'sqlite',
      identity: createHash('sha256').update(`${file}\n${instanceId}`).digest('hex').slice(0, IDENTITY_LENGTH),
      migration,
      sizeBytes: sizeOf(file),
    },
    ingest: {
      lagSeconds: lagSeconds(waitingSince, now),
      ...troubleOf(files),
      unpriced: toCount(unpriced),
      worker: { alive: worker.alive, pid: worker.pid, since: worker.since },
    },
    killSwitches: Object.fromEntries(
      Object.entries(settings.switches).map(([name, { enabled, source }]) => [name, { enabled, source }]),
    ),
  }
}

/** How long the oldest request waits, or a watched path was not looked at; null when nothing is watched or waiting. */
function lagSeconds(waitingSince: readonly string[], now: Date): number | null {
  const [oldest] = waitingSince.toSorted()
  return oldest === undefined ? null : Math.max(0, (now.getTime() - Date.parse(oldest)) / 1_000)
}
