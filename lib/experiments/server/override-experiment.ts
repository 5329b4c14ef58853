import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Context } from '@/lib/context'
import { insertOverride } from '@/lib/db/override-rows'
import { badRequest } from '@/lib/errors'
import type { OverriddenExperiment, OverrideExperimentInput } from '@/lib/experiments/declare-schema'
import { kindOf } from '@/lib/experiments/definition'
import { joinChecks } from '@/lib/experiments/join-checks'
import { matchPairs } from '@/lib/experiments/match-pairs'
import type { Requester } from '@/lib/pairs/schema'
import { refuses } from '@/lib/validity/levels'
import { type CheckedPairs, checkRunPairs } from './check-arms'
import { findExperiment } from './find-experiment'
import { chooseArms } from './get-experiment'
import { loadObservations } from './load-observations'

const MODE = 'strict'

/**
 * Sets the refusals of an experiment aside: of every pair of its runs that is refused now. Pairs that come later are
 * refused again. Kept with who, when, why, and the checks as they were.
 * @throws bad_request when nothing refuses it, or something that no reason can set aside
 */
export async function overrideExperiment(
  ctx: Context,
  input: OverrideExperimentInput,
  requestedBy: Requester,
): Promise<OverriddenExperiment> {
  const found = await findExperiment(ctx.db, input.id)
  const { known } = await chooseArms(ctx, found, input)
  const { definition } = known
  const matched = matchPairs(await loadObservations(ctx.db, definition), kindOf(definition.metric))
  const { refused, checks } = refusedOf(await checkRunPairs(ctx, known.id, definition, matched))
  const [first] = refused
  if (!first) throw badRequest('reason: nothing refuses this comparison', { field: 'reason' })
  const setAside = checks.filter((each) => refuses(each, MODE)).map(({ name }) => name)
  const [id, at] = [`ovr_${ctx.now.getTime().toString(36)}_${randomUUID().slice(0, 8)}`, ctx.now.toISOString()]
  await insertOverride(ctx.db, {
    ...{ id, at, requestedBy, mode: MODE, reason: input.reason, valid: true, experimentId: known.id },
    ...{ controlRunId: first.control, treatmentRunId: first.treatment },
    pairs: JSON.stringify(refused.map(({ control, treatment }) => [control, treatment])),
    varied: JSON.stringify(definition.varied),
    checks: JSON.stringify(checks),
  })
  return { id, at, reason: input.reason, pairs: refused.length, setAside }
}

/** The refused pairs and their joined checks. @throws bad_request */
function refusedOf({ checked, total }: CheckedPairs) {
  const refused = checked.filter(({ valid }) => !valid)
  const { checks } = joinChecks(refused, MODE)
  const final = checks.filter((each) => each.final === true).map(({ name }) => name)
  if (final.length > 0)
    throw badRequest(`reason: no reason can set this aside: ${final.join(', ')}`, { field: 'reason', checks: final })
  if (checked.length < total)
    throw badRequest(`reason: ${total - checked.length} of ${total} pairs of runs were not looked at`, {
      field: 'reason',
    })
  return { refused, checks }
}
