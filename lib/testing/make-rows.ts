import type { Db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { writeAll } from '@/lib/db/upsert'
import { rolledUp, touchQuarters } from '@/lib/db/usage-roll-up'
import { parseId, phaseIdOf, rowIdOf } from '@/lib/model/ids'
import { totalOf } from '@/lib/model/usage'
import { quarterOf } from '@/lib/time/quarter'

/** Dull, valid rows. A test names only the columns it is about; the generated types keep them honest. */

let made = 0
const serial = () => String(++made).padStart(6, '0')
const instanceOf = (id: string) => /^[^:#]+/.exec(id)?.[0] ?? 'autopack'

/** As ingest derives it. */
const began = (run: Partial<Prisma.RunCreateInput>) => run.startedAt ?? run.createdAt ?? run.firstEvidenceAt ?? ''

export function makeRun(db: Db, values: Partial<Prisma.RunCreateInput> = {}) {
  const id = values.id ?? `autopack:run-${serial()}`
  const { system = 'autopack', nativeId = id } = parseId(id) ?? {}
  return db.run.create({
    data: { system, instanceId: instanceOf(id), nativeId, hasRow: true, beganAt: began(values), ...values, id },
  })
}

export function makePhase(db: Db, runId: string, values: Partial<Prisma.PhaseCreateInput> = {}) {
  const nativeId = values.nativeId ?? `phase-${serial()}`
  return db.phase.create({
    data: { id: phaseIdOf(runId, nativeId), runId, nativeId, status: 'queued', version: '', ...values },
  })
}

export function makeTier(db: Db, runId: string, values: Partial<Prisma.TierCreateInput> = {}) {
  const nativeId = values.nativeId ?? `T${serial()}`
  return db.tier.create({
    data: { id: rowIdOf(instanceOf(runId), 'tiers', nativeId), runId, nativeId, version: '', ...values },
  })
}

export function makeAttempt(
  db: Db,
  phase: { id: string; runId: string },
  values: Partial<Prisma.AttemptCreateInput> = {},
) {
  const index = values.index ?? 1
  return db.attempt.create({
    data: {
      id: `${phase.id}#${index}`,
      runId: phase.runId,
      phaseId: phase.id,
      index,
      outcome: 'unknown',
      version: '',
      ...values,
    },
  })
}

/** A usage event; `total`, `quarter` and costs follow from the rest unless given. Call `rollUp` before reading sums. */
export function makeUsage(db: Db, runId: string | null, values: Partial<Prisma.UsageEventCreateInput> = {}) {
  const instanceId = values.instanceId ?? (runId === null ? 'autopack' : instanceOf(runId))
  const nativeId = values.nativeId ?? serial()
  const at = values.at === undefined ? '2026-01-02T03:04:05.000Z' : values.at
  const known = (value: bigint | number | null | undefined) =>
    value === null || value === undefined ? null : BigInt(value)
  const total = totalOf({
    input: known(values.input),
    cacheRead: known(values.cacheRead),
    cacheWrite5m: known(values.cacheWrite5m),
    cacheWrite1h: known(values.cacheWrite1h),
    output: known(values.output),
    unsplit: known(values.unsplit),
  })
  return db.usageEvent.create({
    data: {
      id: rowIdOf(instanceId, 'usage', nativeId),
      system: instanceId.split('@')[0] ?? instanceId,
      instanceId,
      nativeId,
      runId,
      quarter: at == null ? '' : quarterOf(at),
      total,
      ...costsOf(values),
      identity: '',
      version: '',
      contentHash: '',
      ...values,
      at,
    },
  })
}

/** A cost that is given alone was computed, unless its kind says otherwise. */
function costsOf({ costPico = null, costKind = 'computed' }: Partial<Prisma.UsageEventCreateInput>) {
  if (costPico === null) return {}
  return { costKind, ...(costKind === 'reported' ? { costReportedPico: costPico } : { costComputedPico: costPico }) }
}

/** Takes all usage away, its roll-ups included. */
export const removeUsage = (db: Db): Promise<void> =>
  writeAll(
    db,
    ['UsageEvent', 'UsageCopy', 'UsageQuarter', 'UsageDay', 'UsageDayBy', 'DroppedQuarter', 'DroppedDay'].map(
      (table) => ({
        sql: `DELETE FROM "${table}"`,
        values: [],
      }),
    ),
  )

/** Makes the roll-ups of all events, as ingest does in the transaction that writes them. */
export async function rollUp(db: Db): Promise<void> {
  const events = await db.usageEvent.findMany({ distinct: ['quarter'], select: { quarter: true } })
  await writeAll(db, rolledUp(touchQuarters(events.map(({ quarter }) => quarter)), []))
}

export function makeJob(db: Db, values: Partial<Prisma.JobCreateInput> = {}) {
  const id = values.id ?? `autopack:job-${serial()}`
  const { system = 'autopack', nativeId = id } = parseId(id) ?? {}
  return db.job.create({ data: { system, instanceId: instanceOf(id), nativeId, version: '', ...values, id } })
}

export function makeSession(db: Db, runId: string, values: Partial<Prisma.SessionCreateInput> = {}) {
  const nativeId = values.nativeId ?? `session-${serial()}`
  return db.session.create({
    data: {
      id: `${runId}#session:${nativeId}`,
      system: 'autopack',
      instanceId: instanceOf(runId),
      nativeId,
      runId,
      version: '',
      ...values,
    },
  })
}

export function makeEvent(db: Db, runId: string | null, values: Partial<Prisma.EventCreateInput> = {}) {
  return db.event.create({
    data: {
      id: `autopack#decision:${serial()}`,
      system: 'autopack',
      instanceId: 'autopack',
      runId,
      kind: 'decision',
      title: 'A decision',
      version: '',
      contentHash: '',
      ...values,
    },
  })
}

export function makeApproval(db: Db, runId: string | null, values: Partial<Prisma.ApprovalCreateInput> = {}) {
  return db.approval.create({
    data: {
      id: `autopack#approval:${serial()}`,
      system: 'autopack',
      instanceId: 'autopack',
      runId,
      kind: 'approval',
      status: 'pending',
      version: '',
      ...values,
    },
  })
}

export function makeFailure(db: Db, runId: string | null, values: Partial<Prisma.FailureCreateInput> = {}) {
  return db.failure.create({
    data: {
      id: `autopack#failure:${serial()}`,
      system: 'autopack',
      instanceId: 'autopack',
      runId,
      message: 'It broke',
      cause: 'unknown',
      version: '',
      contentHash: '',
      ...values,
    },
  })
}

export function makeObservation(
  db: Db,
  values: Pick<Prisma.StateObservationCreateInput, 'runId' | 'state' | 'at'> &
    Partial<Prisma.StateObservationCreateInput>,
) {
  return db.stateObservation.create({
    data: {
      id: serial(),
      subject: 'run',
      subjectId: values.runId,
      firstSeenIn: values.at,
      lastSeenIn: values.at,
      ...values,
    },
  })
}

export function makeInstance(db: Db, id = 'autopack', values: Partial<Prisma.InstanceCreateInput> = {}) {
  return db.instance.create({
    data: {
      id,
      system: id.split('@')[0] ?? id,
      name: id.split('@')[1] ?? null,
      createdAt: '2026-01-01T00:00:00.000Z',
      checkedAt: '2026-01-01T00:00:00.000Z',
      ...values,
    },
  })
}

export function makeContent(db: Db, values: Partial<Prisma.ContentCreateInput> = {}) {
  const sha256 = values.sha256 ?? serial().padStart(64, 'a')
  return db.content.create({
    data: {
      id: sha256.slice(-16),
      sha256,
      path: '/records/autopack.db',
      system: 'autopack',
      instanceId: 'autopack',
      parserVersion: 1,
      bytes: 1n,
      status: 'complete',
      importedAt: '2026-01-01T00:00:00.000Z',
      checkedAt: '2026-01-01T00:00:00.000Z',
      ...values,
    },
  })
}

export function makeImport(db: Db, values: Partial<Prisma.ImportCreateInput> = {}) {
  return db.import.create({
    data: {
      id: `import-${serial()}`,
      requestedBy: 'command',
      paths: '["/records/autopack.db"]',
      options: '{}',
      status: 'done',
      requestedAt: '2026-01-01T00:00:00.000Z',
      ...values,
    },
  })
}

/** A pattern as it would be derived of one failure. */
export function makePattern(db: Db, values: Partial<Prisma.PatternCreateInput> = {}) {
  const id = values.id ?? serial().padStart(16, '0')
  return db.pattern.create({
    data: {
      ...{ algorithm: 'template-1', template: 'it failed', title: 'it failed', errorType: 'unknown_error' },
      ...{ cause: 'unknown', state: 'new', lane: 'triage', rank: 700, trend: 'new', occurrences: 1, tellings: 1 },
      ...{ failureId: 'none', ...values, id },
    },
  })
}
