import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { abResultPage } from '@/lib/db/ab-result-list'
import type { ABTestResult } from '@/lib/db/generated/client'
import type { ABResultPage, ABResultWire, ListABResultsInput } from '@/lib/experiments/schema'
import { toCountOrNull } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import { textsOf } from '@/lib/http/stored-json'

/** Percentage points, as the source stores them, to a share of 1. */
const POINTS = 100

function toABResult(row: ABTestResult): ABResultWire {
  return {
    id: row.id,
    testId: row.testId,
    control: {
      runId: row.controlRunId,
      commitSha: row.controlCommitSha,
      modelHash: row.controlModelHash,
      totalTokens: toCountOrNull(row.controlTotalTokens),
      phasesComplete: row.controlPhasesComplete,
      phasesFailed: row.controlPhasesFailed,
      totalPhases: row.controlTotalPhases,
    },
    treatment: {
      runId: row.treatmentRunId,
      commitSha: row.treatmentCommitSha,
      modelHash: row.treatmentModelHash,
      totalTokens: toCountOrNull(row.treatmentTotalTokens),
      phasesComplete: row.treatmentPhasesComplete,
      phasesFailed: row.treatmentPhasesFailed,
      totalPhases: row.treatmentTotalPhases,
    },
    valid: row.isValid,
    validityErrors: textsOf(row.validityErrors),
    tokenDelta: toCountOrNull(row.tokenDelta),
    timeDeltaSeconds: row.timeDeltaSeconds,
    successRateDelta: row.successRateDelta === null ? null : row.successRateDelta / POINTS,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    ref: row.ref,
  }
}

/** A/B results as the source's own tools persisted them, newest first. Differences are treatment − control. */
export async function listABResults({ db }: Context, input: ListABResultsInput): Promise<z.infer<typeof ABResultPage>> {
  const { rows, nextCursor, total } = await abResultPage(db, input)
  return { items: capTexts(rows.map(toABResult)), nextCursor, total }
}
