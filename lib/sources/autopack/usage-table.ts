import { NO_USAGE, type Usage } from '@/lib/model/usage'
import type { RowCells } from '@/lib/sources/row-cells'
import { stableHash } from '@/lib/sources/stable-hash'
import { refOf, type TableReader } from './table-reader'

/** Prompt tokens in tenths of the total, as versions before real counts wrote them. */
const INVENTED_TENTHS: Record<string, bigint> = { builder: 4n, auditor: 6n, doctor: 7n, agent: 8n }

/** Whether a recorded split is the constant of the role; whole tokens were cut, so one token of difference is allowed. */
export function isInventedSplit(role: string | null, prompt: bigint, completion: bigint): boolean {
  const name = role?.trim().toLowerCase().split(':', 1)[0] ?? ''
  const tenths = Object.hasOwn(INVENTED_TENTHS, name) ? INVENTED_TENTHS[name] : undefined
  if (tenths === undefined) return false
  const difference = prompt * 10n - (prompt + completion) * tenths
  return difference >= -10n && difference <= 10n
}

export const sessionKeyOf = (role: string | null) => `role:${role?.trim() || 'not recorded'}`

interface Amounts {
  total: bigint | null
  prompt: bigint | null
  completion: bigint | null
}

/** The amounts as recorded; a total of 0 beside real parts is a column that was added later and never filled. */
export function recordedAmounts(cells: RowCells): Amounts {
  const prompt = cells.amount('prompt_tokens')
  const completion = cells.amount('completion_tokens')
  const parts = prompt === null || completion === null ? null : prompt + completion
  const stated = cells.amount('total_tokens')
  return { prompt, completion, total: stated === null || stated === 0n ? (parts ?? stated) : stated }
}

/** Only what was measured: the split where it is real, else the total alone; a total of 0 is nothing recorded. */
function usageOf(cells: RowCells, role: string | null): Usage {
  const { total, prompt, completion } = recordedAmounts(cells)
  if (total === null || total === 0n) {
    cells.flags.add('tokens_unknown')
    return NO_USAGE
  }
  const unsplit = { ...NO_USAGE, unsplit: total, total }
  if (prompt === null || completion === null) return unsplit
  if (prompt + completion !== total) {
    cells.flags.add('tokens_implausible')
    return unsplit
  }
  const hasTotal = (cells.amount('total_tokens') ?? 0n) > 0n
  if (!hasTotal && isInventedSplit(role, prompt, completion)) {
    cells.flags.add('split_invented')
    return unsplit
  }
  return { ...NO_USAGE, input: prompt, output: completion, total }
}

/** What two copies of one database agree on, whatever columns a version has. */
export function usageIdentity(cells: RowCells): string {
  const { total } = recordedAmounts(cells)
  const names = ['provider', 'model', 'role', 'run_id'].map((name) => cells.text(name))
  return stableHash([cells.time('created_at') ?? cells.text('created_at'), ...names, total])
}

const USAGE_DATA = ['client_id', 'doctor_model', 'doctor_action', 'prompt_tokens', 'completion_tokens']

export const usageTable: TableReader = {
  table: 'llm_usage_events',
  columns: [
    'id',
    'provider',
    'model',
    'role',
    'run_id',
    'phase_id',
    'total_tokens',
    'created_at',
    'is_doctor_call',
    'phase_type',
    'intent',
    ...USAGE_DATA,
  ],
  times: ['created_at'],
  recordsPerRow: 1,
  read: (cells) => {
    const nativeId = cells.key('id')
    if (nativeId === null) return { rejected: 'the usage event has no id' }
    const runKey = cells.key('run_id')
    const role = cells.text('role')
    const byRole = role?.trim().toLowerCase() === 'doctor'
    const marked = cells.bool('is_doctor_call')
    if (byRole && marked === false) cells.flags.add('doctor_flag_missing')
    const at = cells.time('created_at')
    const usage = usageOf(cells, role)
    return [
      {
        kind: 'usage',
        nativeId,
        runKey,
        phaseKey: cells.key('phase_id'),
        sessionKey: runKey === null ? null : sessionKeyOf(role),
        at,
        provider: cells.text('provider'),
        model: cells.text('model'),
        role,
        purpose: cells.text('intent') ?? cells.text('phase_type'),
        doctor: byRole || marked === true,
        usage,
        lowerBound: [],
        costPico: null,
        identity: usageIdentity(cells),
        serviceTier: null,
        speed: null,
        copy: null,
        data: cells.data(USAGE_DATA),
        ref: refOf('llm_usage_events', cells, nativeId),
        flags: [...cells.flags],
      },
    ]
  },
}
