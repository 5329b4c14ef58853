import 'server-only'
import type { Context } from '@/lib/context'
import { markExperiment } from '@/lib/db/experiment-store'
import { AppError, badRequest, notFound } from '@/lib/errors'
import type { RestoredExperiment, WithdrawExperimentInput, WithdrawnExperiment } from '@/lib/experiments/declare-schema'
import { findExperiment } from './find-experiment'

/** Takes a declared experiment out of the list; its page, versions and results stay. @throws not_found, conflict */
export async function withdrawExperiment(
  ctx: Context,
  { id, reason }: WithdrawExperimentInput,
): Promise<WithdrawnExperiment> {
  const row = await declared(ctx, id)
  if (row.withdrawnAt !== null) throw new AppError('conflict', `It was withdrawn at ${row.withdrawnAt}`)
  const withdrawnAt = ctx.now.toISOString()
  await markExperiment(ctx.db, id, { withdrawnAt, withdrawnWhy: reason })
  return { id, withdrawnAt }
}

/** Puts it back into the list; of one that was never withdrawn nothing changes. @throws not_found */
export async function restoreExperiment(ctx: Context, { id }: { id: string }): Promise<RestoredExperiment> {
  await declared(ctx, id)
  await markExperiment(ctx.db, id, { withdrawnAt: null, withdrawnWhy: null })
  return { id, withdrawnAt: null }
}

/** @throws bad_request of what the records define: it would come back with them */
async function declared({ db }: Context, id: string) {
  const row = await db.experiment.findUnique({ where: { id } })
  if (row !== null) return row
  if ((await findExperiment(db, id).catch(() => null)) === null) throw notFound('experiment', id)
  throw badRequest('id: the records define this experiment, so nobody can withdraw it', { field: 'id' })
}
