import 'server-only'
import type { Row } from '@/lib/db/upsert'
import { costPico, priceFor } from '@/lib/ledger/prices'
import { purposeOf } from '@/lib/ledger/purpose'
import { rowIdOf } from '@/lib/model/ids'
import type { UsageRecord } from '@/lib/model/records'
import { quarterOf } from '@/lib/time/quarter'
import { json, storable } from './record-content'
import { phaseIn, type RowFacts, text } from './row-facts'

export type Priced = Pick<UsageRecord, 'provider' | 'model' | 'costPico'>
export type Counts = Pick<UsageRecord, 'at' | 'usage' | 'lowerBound' | 'flags'>

/** What follows from the counts: the counts themselves, their cost, and how far they can be trusted. */
export function usageColumns(facts: RowFacts, priced: Priced, counts: Counts): Row {
  const { at, usage, lowerBound, flags } = counts
  const price = priced.model === null ? null : priceFor(facts.ctx.prices, { ...priced, model: priced.model, at })
  const computed = price === null ? null : costPico(price, usage)
  return {
    at,
    quarter: at === null ? '' : quarterOf(at),
    ...usage,
    lowerBound: json(lowerBound),
    costPico: priced.costPico ?? computed,
    costReportedPico: priced.costPico,
    costComputedPico: computed,
    costKind: priced.costPico !== null ? 'reported' : computed !== null ? 'computed' : null,
    priceTable: computed === null ? null : facts.ctx.prices.version,
    flags: facts.flags(flags),
  }
}

/** `contentHash` when it is known already: of a response that was merged, the hash of the copy it was taken from. */
export function usageRow(facts: RowFacts, record: UsageRecord, contentHash = facts.hashOf(record)): Row {
  const runId = facts.runIdOrNull(record.runKey)
  return {
    id: rowIdOf(facts.ctx.instance, 'usage', record.nativeId),
    system: facts.ctx.system,
    instanceId: facts.ctx.instance,
    nativeId: storable(record.nativeId),
    runId,
    phaseId: phaseIn(runId, record.phaseKey),
    sessionId: record.sessionKey === null ? null : facts.sessionId(record.runKey, record.sessionKey),
    provider: text(record.provider),
    model: text(record.model),
    role: text(record.role),
    purpose: purposeOf(record.purpose, record.role),
    purposeRaw: text(record.purpose),
    doctor: record.doctor,
    ...usageColumns(facts, record, record),
    serviceTier: text(record.serviceTier),
    speed: text(record.speed),
    data: storable(json(record.data)),
    identity: record.identity,
    version: facts.version(record.at, contentHash),
    contentHash,
    contentId: facts.ctx.contentId,
    ref: storable(record.ref),
  }
}
