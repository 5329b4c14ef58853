import { classifyFailure } from '@/lib/fingerprint/cause'
import type { Cause, Status } from '@/lib/model/status'
import { JsonCells } from '@/lib/sources/json-cells'
import type { RowCells } from '@/lib/sources/row-cells'
import { resultStatus } from './states'

/** What executing a task returned, as its row keeps it. */
export interface TaskResult {
  statusRaw: string | null
  status: Status
  known: boolean
  outcome: string | null
  reason: string | null
  quality: number | null
  files: number | null
}

/** The result of the last execution: in `result`, and since outcomes are assessed in `task_metadata` too. */
export function taskResult(cells: RowCells): TaskResult {
  const result = new JsonCells(cells.json('result'))
  const metadata = new JsonCells(cells.json('task_metadata'))
  const statusRaw = result.text('status')
  const outcome = result.text('outcome') ?? metadata.text('outcome')
  const { status, known } = resultStatus(statusRaw, outcome)
  const files = result.list('files').length + metadata.list('deliverable_files').length
  return {
    statusRaw: statusRaw ?? outcome,
    status: statusRaw === null && outcome === null ? 'unknown' : status,
    known,
    outcome,
    reason: result.text('error') ?? result.text('reason') ?? result.text('message') ?? metadata.text('reason'),
    quality: result.number('quality_score') ?? metadata.number('quality_score'),
    files: files === 0 ? null : files,
  }
}

const LIMITS = /\b(error_)?max_(turns|iterations)\b/i

/** Why something failed: what the text says, else the limit that Obra itself ran into. */
export function failureCause(text: string, state: string | null): { cause: Cause; causeRule: string | null } {
  const { cause, rule, evidence } = classifyFailure(text, { system: 'obra', state })
  if (rule !== null) return { cause, causeRule: `${rule}: ${evidence ?? ''}` }
  const limit = LIMITS.exec(text.slice(0, 20_000)) ?? LIMITS.exec(state ?? '')
  return limit === null ? { cause, causeRule: null } : { cause: 'agent', causeRule: `limit reached: ${limit[0]}` }
}
