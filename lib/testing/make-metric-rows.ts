import type { Db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'

/** Dull, valid rows of the tables that hold figures about a run. */

let made = 0
const serial = () => String(++made).padStart(6, '0')

export function makePhase6(db: Db, runId: string, values: Partial<Prisma.Phase6MetricCreateInput> = {}) {
  return db.phase6Metric.create({
    data: {
      id: `autopack#phase6_metrics:${serial()}`,
      instanceId: 'autopack',
      runId,
      failureHardeningTriggered: false,
      failureHardeningMitigated: false,
      doctorCallSkipped: false,
      doctorTokensAvoidedEstimate: 0n,
      intentionContextInjected: false,
      intentionContextChars: 0,
      planNormalizationUsed: false,
      planNormalizationWarnings: 0,
      version: '',
      ...values,
    },
  })
}

export function makeEfficiency(db: Db, runId: string, values: Partial<Prisma.TokenEfficiencyMetricCreateInput> = {}) {
  return db.tokenEfficiencyMetric.create({
    data: {
      id: `autopack#token_efficiency_metrics:${serial()}`,
      instanceId: 'autopack',
      runId,
      artifactSubstitutions: 0,
      tokensSavedArtifacts: 0n,
      budgetUsed: 0n,
      budgetCap: 0n,
      filesKept: 0,
      filesOmitted: 0,
      version: '',
      ...values,
    },
  })
}

export function makeABResult(
  db: Db,
  values: Pick<Prisma.ABTestResultCreateInput, 'controlRunId' | 'treatmentRunId'> &
    Partial<Prisma.ABTestResultCreateInput>,
) {
  return db.aBTestResult.create({
    data: {
      id: `autopack#ab_test_results:${serial()}`,
      instanceId: 'autopack',
      testId: 'test',
      isValid: true,
      version: '',
      ...values,
    },
  })
}
