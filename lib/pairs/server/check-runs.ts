import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Context } from '@/lib/context'
import { insertOverride } from '@/lib/db/override-rows'
import type { CheckPairInput, PairCheckReply, Requester } from '@/lib/pairs/schema'
import { checkPair } from '@/lib/validity/check-pair'
import { collectArm } from './arm-facts'

/**
 * The validity checks of two runs, of whatever system. A run that is not there is a check, not a failure of the verb.
 * @param requestedBy who asks: an override is recorded with it
 */
export async function checkRuns(ctx: Context, input: CheckPairInput, requestedBy: Requester): Promise<PairCheckReply> {
  const { control, treatment, mode, calibration, override } = input
  const varied = [...new Set([input.varied ?? []].flat())]
  const [a, b] = await Promise.all([collectArm(ctx.db, control, treatment), collectArm(ctx.db, treatment, control)])
  const rules = { varied, mode, calibration, ...(override === undefined ? {} : { override }) }
  const found = { control, treatment, varied, mode, calibration, ...checkPair(a, b, rules) }
  return { ...found, override: override === undefined ? null : await record(ctx, found, override.reason, requestedBy) }
}

/** Keeps who set what aside: the checks as they were, whatever later imports make of them. */
async function record(
  { db, now }: Context,
  { control, treatment, varied, mode, valid, checks }: Omit<PairCheckReply, 'override'>,
  reason: string,
  requestedBy: Requester,
): Promise<PairCheckReply['override']> {
  const id = `ovr_${now.getTime().toString(36)}_${randomUUID().slice(0, 8)}`
  const at = now.toISOString()
  await insertOverride(db, {
    ...{ id, at, requestedBy, mode, reason, valid, controlRunId: control, treatmentRunId: treatment },
    varied: JSON.stringify(varied),
    checks: JSON.stringify(checks),
  })
  return { id, at, requestedBy, reason }
}
