import 'server-only'
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { insertExperiment, insertVersion } from '@/lib/db/experiment-store'
import { AppError, badRequest, notFound } from '@/lib/errors'
import type { ExperimentDefinition } from '@/lib/experiments/definition'
import type { DeclaredExperiment, ReviseExperimentInput } from '@/lib/experiments/experiment-schema'
import { definitionHash } from './known-experiment'

type Declared = z.infer<typeof DeclaredExperiment>

/** Fixes what an experiment compares and how it decides, before any result of it is shown. */
export async function createExperiment({ db, now }: Context, definition: ExperimentDefinition): Promise<Declared> {
  const id = `exp_${now.getTime().toString(36)}_${randomUUID().slice(0, 8)}`
  const createdAt = now.toISOString()
  await insertExperiment(
    db,
    { id, name: definition.name, version: 1, createdAt },
    versionOf({ id, version: 1, definition, reason: null, createdAt, afterResults: false }),
  )
  return { id, version: 1, createdAt }
}

/** Adds a version beside the earlier ones, with the reason and whether results had been shown before. @throws conflict */
export async function reviseExperiment({ db, now }: Context, input: ReviseExperimentInput): Promise<Declared> {
  const { id, definition, reason, expectedVersion } = input
  const row = await db.experiment.findUnique({ where: { id } })
  if (row === null) throw notFound('experiment', id)
  if (row.version !== expectedVersion)
    throw new AppError('conflict', `The newest version is ${row.version}`, { version: row.version })
  const before = await db.experimentVersion.findUnique({
    where: { experimentId_version: { experimentId: id, version: row.version } },
  })
  if (before?.hash === definitionHash(definition))
    throw badRequest('definition: nothing of it changed', { field: 'definition' })
  // An analysis without a single pair showed nothing.
  const afterResults =
    (await db.experimentResult.count({ where: { experimentId: id, pairs: { gt: 0 }, outcome: { not: 'refused' } } })) >
    0
  const [version, createdAt] = [row.version + 1, now.toISOString()]
  try {
    await insertVersion(db, versionOf({ id, version, definition, reason, createdAt, afterResults }), definition.name)
  } catch (error) {
    const taken = await db.experimentVersion.count({ where: { experimentId: id, version } })
    if (taken > 0) throw new AppError('conflict', `The newest version is ${version}`, { version })
    throw error
  }
  return { id, version, createdAt }
}

interface NewVersion {
  id: string
  version: number
  definition: ExperimentDefinition
  reason: string | null
  createdAt: string
  afterResults: boolean
}

const versionOf = ({ id, definition, ...rest }: NewVersion) => ({
  ...{ experimentId: id, definition: JSON.stringify(definition), hash: definitionHash(definition) },
  ...rest,
})
