import 'server-only'
import type { Row } from '@/lib/db/upsert'
import { rowIdOf } from '@/lib/model/ids'
import type { ABResultRecord, MetricRecord, Phase6Record, TokenEfficiencyRecord } from '@/lib/model/records'
import { json, storable } from './record-content'
import { phaseIn, type RowFacts } from './row-facts'
import { int32 } from './storable-number'

export function metricRow(facts: RowFacts, record: MetricRecord): Row {
  const runId = facts.runIdOrNull(record.runKey)
  return {
    id: rowIdOf(facts.ctx.instance, 'metric', record.metricKey),
    system: facts.ctx.system,
    runId,
    phaseId: phaseIn(runId, record.phaseKey),
    name: storable(record.name),
    jobId: facts.jobIdOrNull(record.jobKey),
    step: int32(record.step),
    value: record.value,
    at: record.at,
    data: storable(json(record.data)),
    ...facts.immutable(record, record.at),
  }
}

export function inRunRow(facts: RowFacts, record: Phase6Record | TokenEfficiencyRecord, table: string): Row {
  const { kind: _kind, key, runKey, phaseKey, ref: _ref, flags: _flags, ...columns } = record
  const runId = facts.runId(runKey)
  return {
    id: rowIdOf(facts.ctx.instance, table, key),
    instanceId: facts.ctx.instance,
    runId,
    phaseId: phaseIn(runId, phaseKey),
    ...textColumns(columns),
    ...facts.stamp(record, record.createdAt),
  }
}

export function abResultRow(facts: RowFacts, record: ABResultRecord): Row {
  const {
    kind: _kind,
    key,
    controlRunKey,
    treatmentRunKey,
    validityErrors,
    ref: _ref,
    flags: _flags,
    ...columns
  } = record
  return {
    id: rowIdOf(facts.ctx.instance, 'ab_test_results', key),
    instanceId: facts.ctx.instance,
    controlRunId: facts.runId(controlRunKey),
    treatmentRunId: facts.runId(treatmentRunKey),
    validityErrors: storable(json(validityErrors)),
    ...textColumns(columns),
    ...facts.stamp(record, record.createdAt),
  }
}

function textColumns(columns: Record<string, string | number | bigint | boolean | null>): Row {
  return Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [name, typeof value === 'string' ? storable(value) : value]),
  )
}
