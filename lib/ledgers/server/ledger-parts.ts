import 'server-only'
import type { Db } from '@/lib/db/client'
import type { LedgerScope } from '@/lib/db/ledger-scope'
import { doctorSpent, measuredDoctorCalls, orphanSpent, runlessSpent, type SpentPart } from '@/lib/db/ledger-spent'
import { artifactSums, countRunsOf, flaggedRuns, silentSystems } from '@/lib/db/ledger-sums'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import { cacheHitRate } from '@/lib/ledger/cache-hit-rate'
import { disclosuresOf, type LedgerFacts } from '@/lib/ledger/disclosures'
import type { ArtifactLedger, DoctorLedger, LedgersWire, SpentLedger } from '@/lib/ledgers/schema'
import { doctorAvoided } from './doctor-ledger'

/** What a run, a job or the account of a window already knows of its spend. */
export interface KnownSpent extends Omit<SpentLedger, 'kind' | 'doctor' | 'cacheHitRate' | 'orphan' | 'runless'> {
  unknownTokenEvents: number
}

interface Parts {
  spent: SpentLedger | null
  artifactAvoided: ArtifactLedger | null
  doctorAvoided: DoctorLedger | null
  doctorCalls: LedgersWire['doctorCalls']
  disclosures: LedgersWire['disclosures']
}

/** The ledgers of a scope but for its pairs, with what their sources cannot know. */
export async function ledgerParts(
  db: Db,
  scope: LedgerScope,
  known: KnownSpent,
  pairs: LedgerFacts['pairs'],
): Promise<Parts> {
  const [spentBeside, artifact, doctor, calls, flags, autopackRuns, silent] = await Promise.all([
    besideSpent(db, scope),
    artifactSums(db, scope),
    doctorAvoided(db, scope),
    doctorCalls(db, scope),
    Promise.all([flaggedRuns(db, scope, 'split_invented'), flaggedRuns(db, scope, 'doctor_flag_missing')]),
    countRunsOf(db, scope, 'autopack'),
    silentSystems(db, scope),
  ])
  const [inventedSplit, flagMissing] = flags
  const counts = { rows: toCount(artifact.rows), runs: toCount(artifact.runs) }
  const { ledger } = doctor
  const facts: LedgerFacts = {
    subject: 'runId' in scope ? 'run' : 'jobId' in scope ? 'job' : 'window',
    autopackRuns: toCount(autopackRuns),
    spent: {
      ...{ events: known.events, unknownTokenEvents: known.unknownTokenEvents, unpricedEvents: known.unpricedEvents },
      lowerBound: known.usage.lowerBound,
      unsplitTokens: known.usage.unsplit,
      inventedSplitRuns: toCount(inventedSplit.runs),
      orphan: spentBeside.orphan,
      runless: spentBeside.runless,
      doctorFlagMissing: toCount(flagMissing.count),
      silent: silent.map(({ system, runs }) => ({ system, runs: toCount(runs) })),
    },
    artifact: counts,
    doctor: {
      ...{ rows: doctor.rows, runs: doctor.runs, tokens: ledger?.tokens ?? 0 },
      constant: ledger?.bySource.fallback ?? { phases: 0, tokens: 0 },
      ours: ledger?.estimatedByPitwall ?? { phases: 0, tokens: 0 },
      measured: { calls: calls.fleet.calls, median: calls.fleet.medianTokens },
    },
    pairs,
  }
  return {
    spent: spentLedger(known, spentBeside),
    artifactAvoided:
      counts.rows === 0
        ? null
        : {
            kind: 'counted',
            tokens: toCount(artifact.tokens),
            substitutions: toCount(artifact.substitutions),
            phases: counts.rows,
          },
    doctorAvoided: ledger,
    doctorCalls: calls,
    disclosures: disclosuresOf(facts),
  }
}

const partOf = ({ events, tokens }: SpentPart) => ({ events: toCount(events), tokens: toCountOrNull(tokens) })

async function besideSpent(db: Db, scope: LedgerScope): Promise<Pick<SpentLedger, 'doctor' | 'orphan' | 'runless'>> {
  const [doctor, orphan, runless] = await Promise.all([
    doctorSpent(db, scope),
    orphanSpent(db, scope),
    runlessSpent(db, scope),
  ])
  return {
    // No doctor call is a measured zero; calls whose tokens nobody recorded are not.
    doctor: doctor.events === 0n ? { events: 0, tokens: 0 } : partOf(doctor),
    orphan: { ...partOf(orphan), runs: toCount(orphan.runs) },
    runless: partOf(runless),
  }
}

function spentLedger(
  { unknownTokenEvents: _unknown, ...known }: KnownSpent,
  beside: Pick<SpentLedger, 'doctor' | 'orphan' | 'runless'>,
): SpentLedger | null {
  if (known.events === 0) return null
  return { kind: 'measured', ...known, ...beside, cacheHitRate: cacheHitRate(known.usage) }
}

async function doctorCalls(db: Db, scope: LedgerScope): Promise<LedgersWire['doctorCalls']> {
  const [here, fleet] = await Promise.all([measuredDoctorCalls(db, scope), measuredDoctorCalls(db)])
  const wire = ({ calls, median }: typeof here) => ({ calls, medianTokens: toCountOrNull(median) })
  return { here: wire(here), fleet: wire(fleet) }
}
