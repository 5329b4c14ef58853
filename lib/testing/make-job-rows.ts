import type { Db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { resultIdOf, rowIdOf } from '@/lib/model/ids'

/** Dull, valid rows of the parts of a job. A test names only the columns it is about. */

let made = 0
const serial = () => String(++made).padStart(6, '0')
const OF_INSTANCE = { system: 'synth', instanceId: 'synth', version: '' }

export function makeCandidate(db: Db, jobId: string, values: Partial<Prisma.CandidateCreateInput> = {}) {
  const nativeId = values.nativeId ?? `candidate-${serial()}`
  return db.candidate.create({
    data: { ...OF_INSTANCE, id: rowIdOf('synth', 'candidate', `${jobId} ${nativeId}`), nativeId, jobId, ...values },
  })
}

export function makeResult(db: Db, jobId: string | null, values: Partial<Prisma.ItemResultCreateInput> = {}) {
  const { runId = 'synth:run', configuration = 'a', split = null, repeat = 0 } = values
  const itemKey = values.itemKey ?? `item-${serial()}`
  return db.itemResult.create({
    data: {
      ...OF_INSTANCE,
      id: resultIdOf(runId, configuration, split, itemKey, repeat),
      ...{ jobId, runId, configuration, itemKey },
      ...values,
    },
  })
}

export function makeMetric(db: Db, values: Partial<Prisma.MetricCreateInput> = {}) {
  const id = rowIdOf('synth', 'metric', serial())
  return db.metric.create({ data: { id, system: 'synth', name: 'score', version: '', contentHash: '', ...values } })
}

export function makeLimit(db: Db, values: Partial<Prisma.SessionLimitCreateInput> = {}) {
  const nativeId = values.nativeId ?? serial()
  return db.sessionLimit.create({
    data: { ...OF_INSTANCE, id: rowIdOf('synth', 'limit', nativeId), nativeId, metric: 'tokens', ...values },
  })
}
