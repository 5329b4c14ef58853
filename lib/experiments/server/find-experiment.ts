import 'server-only'
import type { Db } from '@/lib/db/client'
import type { StoredExperiment, StoredVersion } from '@/lib/db/experiment-store'
import { notFound } from '@/lib/errors'
import { ExperimentDefinition } from '@/lib/experiments/definition'
import type { Warning } from '@/lib/experiments/experiment-schema'
import { definitionHash, type KnownExperiment, type Version } from './known-experiment'
import { recordedExperiment } from './recorded-experiments'

/** An experiment by its id, declared or recorded. @throws not_found */
export async function findExperiment(db: Db, id: string): Promise<KnownExperiment> {
  const known = (await declaredExperiment(db, id)) ?? (await recordedExperiment(db, id))
  if (known === null) throw notFound('experiment', id)
  return known
}

async function declaredExperiment(db: Db, id: string): Promise<KnownExperiment | null> {
  const row = await db.experiment.findUnique({ where: { id } })
  if (row === null) return null
  return toKnown(row, await db.experimentVersion.findMany({ where: { experimentId: id } }))
}

/** All that operators declared. */
export async function declaredExperiments(db: Db): Promise<KnownExperiment[]> {
  const [rows, versions] = await Promise.all([db.experiment.findMany(), db.experimentVersion.findMany()])
  return rows.flatMap(
    (row) =>
      toKnown(
        row,
        versions.filter(({ experimentId }) => experimentId === row.id),
      ) ?? [],
  )
}

function toKnown(row: StoredExperiment, stored: readonly StoredVersion[]): KnownExperiment | null {
  const versions = stored.flatMap(toVersion).sort((a, b) => b.version - a.version)
  const [newest] = versions
  if (newest === undefined) return null
  const { definition } = newest
  return {
    ...{ id: row.id, name: definition.name, origin: 'declared', definition, versions, createdAt: row.createdAt },
    ...{ configurations: 2, tableJobId: null },
    ...(row.withdrawnAt === null ? {} : { withdrawn: { at: row.withdrawnAt, reason: row.withdrawnWhy ?? '' } }),
    warnings: warningsOf(row, newest),
  }
}

function warningsOf({ withdrawnAt, withdrawnWhy }: StoredExperiment, newest: Version): Warning[] {
  const changed = `version ${newest.version} was written after results had been shown: ${newest.reason ?? ''}`
  return [
    ...(withdrawnAt === null ? [] : [{ name: 'withdrawn', detail: `on ${withdrawnAt}: ${withdrawnWhy ?? ''}` }]),
    ...(newest.afterResults ? [{ name: 'changed_after_results', detail: changed }] : []),
  ]
}

function toVersion({ version, definition, reason, createdAt, afterResults }: StoredVersion): Version[] {
  const read = ExperimentDefinition.safeParse(JSON.parse(definition))
  if (!read.success) return []
  return [{ version, definition: read.data, hash: definitionHash(read.data), reason, createdAt, afterResults }]
}
