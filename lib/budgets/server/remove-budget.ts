import 'server-only'
import type { Context } from '@/lib/context'
import { AppError } from '@/lib/errors'

/** Takes a cap away; what was spent stays as it is. @throws not_found */
export async function removeBudget({ db }: Context, { id }: { id: string }): Promise<{ id: string; removed: boolean }> {
  const { count } = await db.budget.deleteMany({ where: { id } })
  if (count === 0) throw new AppError('not_found', 'There is no budget with this id')
  return { id, removed: true }
}
