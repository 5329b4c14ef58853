import 'server-only'
import type { Db } from '@/lib/db/client'
import { instanceId, rowIdOf, runIdOf } from '@/lib/model/ids'
import type { InstanceEvidence } from '@/lib/sources/reader'

const CHUNK = 500

/** Takes `size` items at a time from a stream, so that a large source is never held whole. */
function* chunks<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let part: T[] = []
  for (const item of all) {
    part.push(item)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}

async function sharesARun(db: Db, instance: string, evidence: InstanceEvidence): Promise<boolean> {
  for (const part of chunks(evidence.runs, CHUNK)) {
    const created = new Map(part.map((run) => [runIdOf(instance, run.runKey), run.createdAt]))
    const stored = await db.run.findMany({
      where: { id: { in: [...created.keys()] }, hasRow: true },
      select: { id: true, createdAt: true },
    })
    if (stored.some((run) => run.createdAt === created.get(run.id))) return true
  }
  return false
}

async function usageDiffers(db: Db, instance: string, evidence: InstanceEvidence): Promise<boolean> {
  for (const part of chunks(evidence.usage, CHUNK)) {
    const identities = new Map(part.map((row) => [rowIdOf(instance, 'usage', row.nativeId), row.identity]))
    const stored = await db.usageEvent.findMany({
      where: { id: { in: [...identities.keys()] } },
      select: { id: true, identity: true },
    })
    if (stored.some((row) => row.identity !== identities.get(row.id))) return true
  }
  return false
}

/** True when no database was read into the instance yet: an import was ended before its first batch, or only logs were. */
async function isEmpty(db: Db, instanceId: string): Promise<boolean> {
  const run = await db.run.findFirst({ where: { instanceId, hasRow: true }, select: { id: true } })
  return run === null && (await db.usageEvent.findFirst({ where: { instanceId }, select: { id: true } })) === null
}

export interface ResolvedInstance {
  id: string
  name: string | null
  isNew: boolean
}

/**
 * Which logical database a file belongs to. Two are one instance when at least one run agrees (id and creation time)
 * and no usage row of the same id differs; else the file starts a new instance, named by the operator or by a short hash
 * of its content. The first database of a system has the plain name.
 * @throws when the operator's name belongs to a database with other records
 */
export async function resolveInstance(
  db: Db,
  system: string,
  evidence: () => InstanceEvidence,
  contentId: string,
  wanted: string | null,
): Promise<ResolvedInstance> {
  const known = await db.instance.findMany({ where: { system }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  for (const instance of known) {
    if (await isEmpty(db, instance.id)) {
      if (wanted === null || wanted === instance.name) return { id: instance.id, name: instance.name, isNew: false }
      continue
    }
    const same = (await sharesARun(db, instance.id, evidence())) && !(await usageDiffers(db, instance.id, evidence()))
    if (same) return { id: instance.id, name: instance.name, isNew: false }
  }
  const name = wanted ?? (known.some((instance) => instance.name === null) ? contentId.slice(0, 8) : null)
  const id = instanceId(system, name)
  if (known.some((instance) => instance.id === id)) {
    throw new Error(
      `the instance ${id} already holds records that differ from this database; choose another --instance`,
    )
  }
  return { id, name, isNew: true }
}
