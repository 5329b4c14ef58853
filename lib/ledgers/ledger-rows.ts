import { LEDGER_KINDS, LEDGER_NAMES, type LedgerName } from '@/lib/ledger/ledger-tokens'
import type { LedgerRow, LedgersWire, ScopeLedgersWire } from './schema'

type Reply = LedgersWire | ScopeLedgersWire

const NOTHING = {
  recorded: false,
  tokens: null,
  tokensAreLowerBound: false,
  costMicroUsd: null,
  costIsLowerBound: null,
  costLowerBoundReasons: [],
  events: null,
  unpricedEvents: null,
  doctorTokens: null,
  doctorEvents: null,
  cacheHitRate: null,
  orphanTokens: null,
  orphanEvents: null,
  substitutions: null,
  phases: null,
  callsSkipped: null,
  runLocal: null,
  global: null,
  fallback: null,
  estimatedByPitwall: null,
  realDoctorCalls: null,
  realDoctorMedianTokens: null,
  validPairs: null,
  refusedPairs: null,
  pairId: null,
  controlRunId: null,
  treatmentRunId: null,
} satisfies Partial<LedgerRow>

/** The four ledgers as rows of a table, each with its kind, its samples and what its source cannot know. */
export function ledgerRows(reply: Reply): LedgerRow[] {
  return LEDGER_NAMES.map((ledger) => ({
    ...NOTHING,
    ledger,
    kind: LEDGER_KINDS[ledger],
    recorded: reply[ledger] !== null,
    ...COLUMNS[ledger](reply),
    disclosures: reply.disclosures.filter((each) => each.ledger === ledger).map(({ text }) => text),
  }))
}

const COLUMNS: Record<LedgerName, (reply: Reply) => Partial<LedgerRow>> = {
  spent: ({ spent }) =>
    spent
      ? {
          tokens: spent.usage.total,
          tokensAreLowerBound: spent.usage.lowerBound.length > 0,
          costMicroUsd: spent.costMicroUsd,
          costIsLowerBound: spent.costIsLowerBound,
          costLowerBoundReasons: spent.costLowerBoundReasons,
          events: spent.events,
          unpricedEvents: spent.unpricedEvents,
          doctorTokens: spent.doctor.tokens,
          doctorEvents: spent.doctor.events,
          cacheHitRate: spent.cacheHitRate,
          orphanTokens: spent.orphan.tokens,
          orphanEvents: spent.orphan.events,
        }
      : {},
  artifactAvoided: ({ artifactAvoided: avoided }) =>
    avoided ? { tokens: avoided.tokens, substitutions: avoided.substitutions, phases: avoided.phases } : {},
  doctorAvoided: ({ doctorAvoided: avoided, doctorCalls }) => ({
    realDoctorCalls: doctorCalls.fleet.calls,
    realDoctorMedianTokens: doctorCalls.fleet.medianTokens,
    ...(avoided
      ? {
          tokens: avoided.tokens,
          callsSkipped: avoided.callsSkipped,
          runLocal: avoided.bySource.run_local,
          global: avoided.bySource.global,
          fallback: avoided.bySource.fallback,
          estimatedByPitwall: avoided.estimatedByPitwall,
        }
      : {}),
  }),
  abDelta: ({ abDelta }) => {
    if (abDelta === null) return {}
    if ('pairs' in abDelta) {
      return { tokens: abDelta.tokens, validPairs: abDelta.pairs.valid, refusedPairs: abDelta.pairs.refused }
    }
    const { tokens, pairId, controlRunId, treatmentRunId, valid } = abDelta
    return { tokens, pairId, controlRunId, treatmentRunId, validPairs: valid ? 1 : 0, refusedPairs: valid ? 0 : 1 }
  },
}
