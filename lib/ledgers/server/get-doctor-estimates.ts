import 'server-only'
import type { Context } from '@/lib/context'
import { CALLS_MAX, doctorCallsInOrder, estimatesInOrder, type RecordedEstimate } from '@/lib/db/doctor-days'
import { toCountOrNull } from '@/lib/http/amounts'
import { ESTIMATE_SOURCES, upperMedian } from '@/lib/ledger/doctor-estimate'
import type { DoctorEstimates, DoctorEstimatesInput } from '@/lib/ledgers/schema'
import { LocalDays } from '@/lib/tokens/local-day'

type Call = { at: string | null; tokens: bigint }

/** What skipped doctor calls were estimated at on each day, beside the doctor calls that were made. */
export async function getDoctorEstimates(
  { db }: Pick<Context, 'db'>,
  { tz, ...scope }: DoctorEstimatesInput,
): Promise<DoctorEstimates> {
  const [estimates, calls] = await Promise.all([estimatesInOrder(db, scope), doctorCallsInOrder(db, scope)])
  const days = new LocalDays(tz)
  const dayOf = ({ at }: { at: string | null }) => (at === null ? null : days.of(Date.parse(at)))
  const estimatesOf = byDay(estimates.slice(0, CALLS_MAX), dayOf)
  const callsOf = byDay(calls.slice(0, CALLS_MAX), dayOf)
  return {
    days: [...new Set([...estimatesOf.keys(), ...callsOf.keys()])].sort(inOrder).map((day) => ({
      day,
      estimated: estimated(estimatesOf.get(day) ?? []),
      realised: realised(callsOf.get(day) ?? []),
    })),
    estimated: estimated(estimates.slice(0, CALLS_MAX)),
    realised: realised(calls.slice(0, CALLS_MAX)),
    isCut: estimates.length > CALLS_MAX || calls.length > CALLS_MAX,
  }
}

/** What has no time comes last. */
const inOrder = (a: string | null, b: string | null) => (a === null ? 1 : b === null || a < b ? -1 : 1)

function byDay<T>(rows: readonly T[], dayOf: (row: T) => string | null): Map<string | null, T[]> {
  const found = new Map<string | null, T[]>()
  for (const row of rows) {
    const day = dayOf(row)
    const list = found.get(day)
    if (list) list.push(row)
    else found.set(day, [row])
  }
  return found
}

const medianOf = (rows: readonly Call[]) => toCountOrNull(upperMedian(rows.map(({ tokens }) => tokens)))
const realised = (calls: readonly Call[]) => ({ calls: calls.length, medianTokens: medianOf(calls) })

function estimated(estimates: readonly RecordedEstimate[]): DoctorEstimates['estimated'] {
  const bySource = { run_local: 0, global: 0, fallback: 0 }
  for (const { source } of estimates) bySource[ESTIMATE_SOURCES.find((known) => known === source) ?? 'fallback'] += 1
  return { calls: estimates.length, medianTokens: medianOf(estimates), bySource }
}
