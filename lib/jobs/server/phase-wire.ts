import 'server-only'
import type { JobPhaseRow, PhaseMetricRow, PhaseSessionRow, PhaseSpendRow } from '@/lib/db/job-phases'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import type { JobPhaseWire } from '@/lib/jobs/part-schema'
import { toStatus } from '@/lib/model/status'
import { toRoleSpend } from './role-spend'
import { storedData } from './stored-data'

/** Names under which systems keep what a step was asked and what came of it, the first that is there. */
const NAMES = {
  number: ['scenarioNumber', 'number', 'iteration', 'generation'],
  evidence: ['evidence', 'statusReason'],
  prompt: ['prompt', 'instructions', 'instruction'],
  output: ['output', 'finalOutput', 'response'],
  outputPath: ['outputPath'],
} as const

type Data = Record<string, unknown>

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null
}

/** The first of some fields that is a text, and its name: it stands in the row and not again under `data`. */
function firstText(data: Data, names: readonly string[]): { name: string | null; text: string | null } {
  for (const name of names) {
    const text = Object.hasOwn(data, name) ? textOf(data[name]) : null
    if (text !== null) return { name, text }
  }
  return { name: null, text: null }
}

function countsOf(value: unknown): Record<string, number> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const counts = Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return counts.length === 0 ? null : Object.fromEntries(counts)
}

function fieldsOf(data: Data) {
  const found = {
    number: firstText(data, NAMES.number),
    evidence: firstText(data, NAMES.evidence),
    prompt: firstText(data, NAMES.prompt),
    output: firstText(data, NAMES.output),
    outputPath: firstText(data, NAMES.outputPath),
  }
  const { fileWritten, fileBytes, toolOutcomes } = data
  const shown = new Set([...Object.values(found).map(({ name }) => name), 'fileWritten', 'fileBytes', 'toolOutcomes'])
  return {
    number: found.number.text,
    evidence: found.evidence.text ?? decisionIn(data),
    prompt: found.prompt.text,
    output: found.output.text,
    outputPath: found.outputPath.text,
    fileWritten: typeof fileWritten === 'boolean' ? fileWritten : null,
    fileBytes: Number.isSafeInteger(fileBytes) ? Number(fileBytes) : null,
    toolOutcomes: countsOf(toolOutcomes),
    data: Object.fromEntries(Object.entries(data).filter(([name]) => !shown.has(name))),
  }
}

/** What a judge decided after an iteration says more of its state than a word for it. */
function decisionIn({ decision }: Data): string | null {
  const text = textOf(decision)
  return text === null ? null : `decided: ${text}`
}

function durationOf({ startedAt, endedAt }: JobPhaseRow): number | null {
  const ms = startedAt === null || endedAt === null ? Number.NaN : Date.parse(endedAt) - Date.parse(startedAt)
  return Number.isFinite(ms) && ms >= 0 ? ms : null
}

const toSession = (row: PhaseSessionRow): JobPhaseWire['sessions'][number] => ({
  id: row.id,
  name: row.name,
  role: row.role,
  agent: row.agent,
  model: row.model,
  statusDerived: toStatus(row.statusDerived),
  tokens: toCountOrNull(row.tokens),
})

export interface PhaseParts {
  runNames: ReadonlyMap<string, string | null>
  sessions: readonly PhaseSessionRow[]
  spend: readonly PhaseSpendRow[]
  metrics: readonly PhaseMetricRow[]
}

/** One phase of a job; the parts are those of this phase. */
export function toJobPhase(row: JobPhaseRow, { runNames, sessions, spend, metrics }: PhaseParts): JobPhaseWire {
  const { data, flags } = storedData(row)
  const fields = fieldsOf(data)
  return {
    id: row.id,
    nativeId: row.nativeId,
    runId: row.runId,
    runName: runNames.get(row.runId) ?? null,
    index: toCountOrNull(row.index),
    name: row.name,
    description: row.description,
    phaseType: row.phaseType,
    statusRaw: row.statusRaw,
    status: toStatus(row.status),
    failureReason: row.failureReason,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    durationMs: durationOf(row),
    ...fields,
    evidence: fields.evidence ?? row.failureReason,
    sessions: sessions.map(toSession),
    sessionsInAll: toCount(sessions[0]?.all ?? 0),
    spend: spend.map(toRoleSpend),
    metrics: metrics.map(({ name, value }) => ({ name, value })),
    flags,
    ref: row.ref,
  }
}
