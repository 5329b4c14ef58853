import 'server-only'
import type { Db } from '@/lib/db/client'
import { textsOf } from '@/lib/http/stored-json'
import { CAUSES, type Cause, statusClass, toStatus } from '@/lib/model/status'
import { driftOf } from '@/lib/pairs/drift'
import { isBaselineRun } from '@/lib/sources/synth/oneshot-keys'
import type { Arm, ArmFacts } from '@/lib/validity/arm-facts'
import { type Fact, known, notApplicable, unknown } from '@/lib/validity/fact'
import { armFields, comparedItems } from './arm-fields'
import { type ArmRows, armRows } from './arm-rows'

/** Everything recorded that the check of a pair needs of one run. @param other the other arm, which is no rerun of this */
export async function collectArm(db: Db, runId: string, other: string): Promise<Arm> {
  const rows = await armRows(db, runId, other)
  return rows === null ? { runId, missing: true } : factsOf(rows)
}

function factsOf(rows: ArmRows): ArmFacts {
  const { run, attempts, reruns } = rows
  const fields = armFields(rows)
  return {
    runId: run.id,
    status: {
      stated: toStatus(run.status),
      derived: toStatus(run.statusDerived),
      evidence: run.ref === null ? `run ${run.id}` : run.ref,
      ...(run.system === 'results' && { stateless: 'a table holds results of what has ended' }),
      ...(isBaselineRun(run.nativeId) && { stateless: 'a baseline holds results of what has ended' }),
    },
    cause: causeOf(rows),
    fields,
    drift: driftOf(fields.model_map, fields.observed_models, rows.flags),
    phases: run.phasesTotal > 0 ? known(run.phasesTotal, `phases of ${run.id}`) : notApplicable('it has no phases'),
    items: itemCount(rows),
    start: startOf(rows),
    effort: {
      tokens: amount(run.usageTotal, 'usage'),
      cost: costOf(rows),
      rollouts: amount(numberIn(rows.data['rollouts']) ?? rows.rollouts, 'candidates'),
      seconds: secondsOf(rows),
      attempts: attempts === 0 ? unknown('attempts') : known(attempts, `attempts of ${run.id}`),
    },
    tokenData: tokenData(rows),
    reruns: known(
      reruns.map(({ id }) => id),
      `runs of ${run.jobId ?? 'no job'}`,
    ),
    supersededBy: supersededBy(rows),
  }
}

const amount = (value: bigint | number | null, table: string): Fact<number> =>
  value === null ? unknown(table) : known(Number(value), table)

/** As events have it; of a table, as all of its rows do. */
function costOf({ run, sums }: ArmRows): Fact<number> {
  if (run.costPico === null && sums.rows > 0n && sums.costs === sums.rows) return amount(sums.costPico, 'results')
  return run.unpricedEvents > 0 ? unknown('usage without a price') : amount(run.costPico, 'usage')
}

function secondsOf({ run, sums }: ArmRows): Fact<number> {
  if (run.durationMs !== null) return known(Number(run.durationMs) / 1_000, `run ${run.id}`)
  return sums.rows > 0n && sums.times === sums.rows ? amount(sums.seconds, 'results') : unknown('run')
}

const numberIn = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** Of a run that failed; and of one all of whose items died of infrastructure, whatever its own state says. */
function causeOf(rows: ArmRows): Fact<Cause> {
  const { run, failureCauses, items } = rows
  if (failureCauses.length > 0 && failureCauses.every((cause) => cause === 'infra')) {
    return known('infra', `failures of ${run.id}: no quality result (0 of ${items.length} evaluable)`)
  }
  const stated = toStatus(run.status)
  const status = stated === 'unknown' ? toStatus(run.statusDerived) : stated
  if (statusClass(status) !== 'failed') return notApplicable('it did not fail')
  const cause = CAUSES.find((each) => each === run.cause) ?? 'unknown'
  return known(cause, run.causeEvidence ?? `run ${run.id}`)
}

function itemCount(rows: ArmRows): Fact<number> {
  if (rows.itemsCut) return unknown('results')
  const keys = new Set(comparedItems(rows).map(({ itemKey }) => itemKey))
  return keys.size === 0 ? notApplicable('it has no results by item') : known(keys.size, `results of ${rows.run.id}`)
}

function startOf({ run }: ArmRows): Fact<string> {
  if (run.startedAt !== null) return known(run.startedAt, `start of ${run.id}`)
  // The date of a published table is that of its publication.
  if (run.system === 'results') return notApplicable('a table records no start')
  if (isBaselineRun(run.nativeId)) return notApplicable('before and after belong to one run')
  if (run.createdAt !== null) return known(run.createdAt, `creation of ${run.id}; no start is recorded`)
  if (run.firstEvidenceAt !== null) return known(run.firstEvidenceAt, `first evidence of ${run.id}`)
  return unknown(`run ${run.id}`)
}

function tokenData({ run }: ArmRows): ArmFacts['tokenData'] {
  if (run.usageTotal === null) return unknown('usage')
  const isPart = run.usageLowerBound !== '[]' || textsOf(run.flags).includes('tokens_unknown')
  return known(isPart ? 'part' : 'all', `usage of ${run.id}`)
}

/** The runs that were reported instead, as far as the job names them. */
function supersededBy({ job, flags, reruns, run }: ArmRows): Fact<string | null> {
  const flag = flags.find(({ name }) => name === 'pair_superseded')
  if (flag === undefined) return known(null, `flags of ${run.id}`)
  const list = job?.data['run_ids']
  const reported = Array.isArray(list) ? list.filter((id) => typeof id === 'string') : []
  const named = reruns.filter(({ nativeId }) => reported.includes(nativeId)).map(({ id }) => id)
  return known(named.join(', ') || reported.join(', ') || 'a run that is not named', flag.evidence)
}
