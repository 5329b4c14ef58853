import 'server-only'
import type { Db } from '@/lib/db/client'
import type { LedgerScope } from '@/lib/db/ledger-scope'
import { doctorCallsOf, lastDoctorCalls } from '@/lib/db/ledger-spent'
import { type EstimateGroup, lackingEstimates, recordedEstimates, skippedSums } from '@/lib/db/ledger-sums'
import { toCount } from '@/lib/http/amounts'
import {
  type DoctorCall,
  ESTIMATE_SOURCES,
  type EstimateSource,
  estimateDoctorCall,
  GLOBAL_SAMPLES,
} from '@/lib/ledger/doctor-estimate'
import { LedgerTokens, sumLedger } from '@/lib/ledger/ledger-tokens'
import type { DoctorLedger } from '@/lib/ledgers/schema'

/** Estimates of one source: how many, what they rest on together, and what they come to. */
interface Estimates {
  source: EstimateSource
  phases: number
  samples: number
  tokens: LedgerTokens<'doctorAvoided'>
}

export interface DoctorAvoided {
  /** Null: no row says whether a call was skipped. */
  ledger: DoctorLedger | null
  rows: number
  runs: number
}

/** What skipped doctor calls would have cost, by where each estimate came from; never by the best one of them. */
export async function doctorAvoided(db: Db, scope: LedgerScope): Promise<DoctorAvoided> {
  const [sums, recorded, ours] = await Promise.all([
    skippedSums(db, scope),
    recordedEstimates(db, scope),
    ownEstimates(db, scope),
  ])
  const [rows, runs] = [toCount(sums.rows), toCount(sums.runs)]
  if (rows === 0) return { ledger: null, rows, runs }
  const all = [...recorded.map(toEstimates), ...ours]
  return {
    ledger: {
      kind: 'estimated',
      tokens: summed(all).tokens,
      callsSkipped: toCount(sums.callsSkipped),
      bySource: bySource(all),
      estimatedByPitwall: ours.length > 0 ? summed(ours) : null,
    },
    rows,
    runs,
  }
}

/** An estimate that names no source we know stands on no samples, and counts as the constant that it is. */
const toEstimates = ({ source, phases, samples, tokens }: EstimateGroup): Estimates => ({
  source: ESTIMATE_SOURCES.find((known) => known === source) ?? 'fallback',
  phases: toCount(phases),
  samples: toCount(samples),
  tokens: new LedgerTokens('doctorAvoided', tokens),
})

function summed(estimates: readonly Estimates[]) {
  return {
    phases: estimates.reduce((sum, { phases }) => sum + phases, 0),
    samples: estimates.reduce((sum, { samples }) => sum + samples, 0),
    tokens: toCount(
      sumLedger(
        'doctorAvoided',
        estimates.map(({ tokens }) => tokens),
      )?.tokens ?? 0n,
    ),
  }
}

function bySource(all: readonly Estimates[]): DoctorLedger['bySource'] {
  const of = (name: EstimateSource) => summed(all.filter(({ source }) => source === name))
  return { run_local: of('run_local'), global: of('global'), fallback: of('fallback') }
}

/** For skipped calls whose record lacks an estimate: what the estimator says of all that is known today. */
async function ownEstimates(db: Db, scope: LedgerScope): Promise<Estimates[]> {
  const lacking = await lackingEstimates(db, scope)
  if (lacking.length === 0) return []
  const [ofRuns, last] = await Promise.all([
    doctorCallsOf(
      db,
      lacking.map(({ runId }) => runId),
    ),
    lastDoctorCalls(db, GLOBAL_SAMPLES),
  ])
  const callsByRun = new Map<string | null, DoctorCall[]>()
  for (const { runId, tokens } of ofRuns) {
    const calls = callsByRun.get(runId) ?? []
    calls.push({ tokens, doctorModel: null })
    callsByRun.set(runId, calls)
  }
  const ofAnyRun = last.map(({ tokens }) => ({ tokens, doctorModel: null }))
  return lacking.map(({ runId, phases }) => {
    const { tokens, n, source } = estimateDoctorCall({ ofRun: callsByRun.get(runId) ?? [], ofAnyRun })
    const count = toCount(phases)
    return { source, phases: count, samples: n * count, tokens: new LedgerTokens('doctorAvoided', tokens * phases) }
  })
}
