import type { UsageRecord } from '@/lib/model/records'
import { NO_USAGE, totalOf, type Usage } from '@/lib/model/usage'
import { fieldOf, type Json } from '@/lib/sources/codex/json-value'
import type { AgentRun } from './agent-runs'
import { coordinatorKey } from './failures'

/** No run counts more; what is larger is a mistake. */
const TOKENS_MAX = 1e13

/** What the SDK counted for one run of the coordinator; null when it counted nothing. */
export function coordinatorUsage(
  run: AgentRun,
  { runKey, model }: { runKey: string; model: string | null },
): UsageRecord | null {
  const counted = run.usage === null ? null : countsOf(run.usage)
  if (run.usage === null || counted === null) return null
  const { usage, flags } = counted
  const nativeId = `${runKey}/sdk/${run.phaseKey}`
  return {
    kind: 'usage',
    nativeId,
    runKey,
    phaseKey: run.phaseKey,
    sessionKey: coordinatorKey(runKey, run),
    at: run.endedAt,
    provider: 'openai',
    model,
    role: 'coordinator',
    purpose: run.kind,
    doctor: false,
    usage,
    lowerBound: [],
    costPico: null,
    identity: `${nativeId}/${usage.total}`,
    serviceTier: null,
    speed: null,
    copy: null,
    data: { requests: fieldOf(run.usage, 'requests') ?? null },
    ref: run.endRef ?? run.ref,
    flags: [...new Set([...run.flags, ...flags])],
  }
}

/** The SDK does not say what of the input was cached: that class stays unknown. */
function countsOf(counted: Json): { usage: Usage; flags: string[] } | null {
  const flags: string[] = []
  const amount = (name: string): bigint | null => {
    const value = fieldOf(counted, name)
    if (value === undefined || value === null) return null
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= TOKENS_MAX) return BigInt(value)
    flags.push('number_unreadable')
    return null
  }
  const [input, output, stated] = [amount('input_tokens'), amount('output_tokens'), amount('total_tokens')]
  const sum = totalOf({ ...NO_USAGE, input, output })
  if (sum === null && stated === null) return null
  if (sum !== null && stated !== null && sum !== stated) flags.push('total_mismatch')
  const unsplit = sum === null ? stated : null
  return { usage: { ...NO_USAGE, input, output, unsplit, total: sum ?? stated }, flags }
}
