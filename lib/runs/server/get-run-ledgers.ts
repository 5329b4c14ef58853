import 'server-only'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import type { Run } from '@/lib/db/generated/client'
import { doctorEstimates, type EstimateGroup, efficiencySums, phase6Sums } from '@/lib/db/run-ledgers'
import { doctorSpent } from '@/lib/db/run-parts'
import { notFound } from '@/lib/errors'
import { costBounds, toCount, toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import { textsOf } from '@/lib/http/stored-json'
import type { LedgersWire, RunIdInput } from '@/lib/runs/schema'
import { runUsage } from './run-wire'

type Estimate = NonNullable<LedgersWire['doctorAvoided']>['bySource']['global']

/**
 * The four ledgers of a run, each by itself; one about which nothing was recorded is null.
 * @throws not_found
 */
export async function getRunLedgers({ db }: Context, { id }: RunIdInput): Promise<LedgersWire> {
  const run = await db.run.findUnique({ where: { id } })
  if (!run) throw notFound('run', id)
  const [spent, artifactAvoided, doctorAvoided, abDelta] = await Promise.all([
    spentLedger(db, run),
    artifactLedger(db, id),
    doctorLedger(db, id),
    pairLedger(db, id),
  ])
  return { spent, artifactAvoided, doctorAvoided, abDelta }
}

async function spentLedger(db: Db, run: Run): Promise<LedgersWire['spent']> {
  if (run.events === 0) return null
  const doctor = await doctorSpent(db, run.id)
  return {
    kind: 'measured',
    usage: runUsage(run),
    costMicroUsd: toMicroUsd(run.costPico),
    ...costBounds(run.unpricedEvents, textsOf(run.usageLowerBound)),
    events: run.events,
    doctor: {
      // No doctor call is a measured zero; calls whose tokens nobody recorded are not.
      tokens: doctor.events === 0n ? 0 : toCountOrNull(doctor.tokens),
      events: toCount(doctor.events),
    },
  }
}

async function artifactLedger(db: Db, runId: string): Promise<LedgersWire['artifactAvoided']> {
  const sums = await efficiencySums(db, runId)
  if (!sums['rows']) return null
  return {
    kind: 'counted',
    tokens: toCount(sums['tokens'] ?? 0n),
    substitutions: toCount(sums['substitutions'] ?? 0n),
    phases: toCount(sums['rows']),
  }
}

async function doctorLedger(db: Db, runId: string): Promise<LedgersWire['doctorAvoided']> {
  const [sums, groups] = await Promise.all([phase6Sums(db, runId), doctorEstimates(db, runId)])
  if (!sums['rows']) return null
  return {
    kind: 'estimated',
    tokens: toCount(sums['doctorTokens'] ?? 0n),
    callsSkipped: toCount(sums['callsSkipped'] ?? 0n),
    bySource: estimatesBySource(groups),
  }
}

/** An estimate that names no source we know stands on no samples, and counts as the constant that it is. */
function estimatesBySource(groups: readonly EstimateGroup[]): Record<'run_local' | 'global' | 'fallback', Estimate> {
  const bySource = {
    run_local: { phases: 0, samples: 0, tokens: 0 },
    global: { phases: 0, samples: 0, tokens: 0 },
    fallback: { phases: 0, samples: 0, tokens: 0 },
  }
  for (const { source, phases, samples, tokens } of groups) {
    const into = bySource[source === 'run_local' || source === 'global' ? source : 'fallback']
    into.phases += toCount(phases)
    into.samples += toCount(samples)
    into.tokens += toCount(tokens)
  }
  return bySource
}

/** Of the pairs a run is part of: the newest valid one, else the newest. */
async function pairLedger(db: Db, runId: string): Promise<LedgersWire['abDelta']> {
  const pair = await db.aBTestResult.findFirst({
    where: { OR: [{ controlRunId: runId }, { treatmentRunId: runId }] },
    orderBy: [{ isValid: 'desc' }, { createdAt: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
  })
  return (
    pair && {
      kind: 'measured',
      tokens: toCountOrNull(pair.tokenDelta),
      pairId: pair.id,
      controlRunId: pair.controlRunId,
      treatmentRunId: pair.treatmentRunId,
      valid: pair.isValid,
    }
  )
}
