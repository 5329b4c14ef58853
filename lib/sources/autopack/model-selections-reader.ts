import type { EventRecord } from '@/lib/model/records'
import { type JsonlReader, type LineResult, lineByLine } from '@/lib/sources/reader'
import { stableHash } from '@/lib/sources/stable-hash'
import { parseTime } from '@/lib/time/iso'
import { titleOf } from './table-reader'

const KEYS = ['timestamp', 'phase_id', 'role', 'model'] as const
const SELECTION_KEYS = ['effective_complexity', 'original_complexity', 'escalation_info', 'attempt_index']

type Line = Record<string, unknown>
const isObject = (value: unknown): value is Line => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value : null)

/** JSON with sorted keys, so that the same line written in another order is the same event. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
}

/** Autopack's log of model choices: one choice a line, by phase and time; it names no run. */
export const modelSelectionsReader: JsonlReader = {
  system: 'autopack',
  parserVersion: 1,
  ownSessions: false,

  detect: (first) => {
    const fits = isObject(first) && KEYS.every((key) => key in first) && SELECTION_KEYS.some((key) => key in first)
    return fits ? { systemVersion: 'model selections' } : null
  },

  open: lineByLine(readSelection),
}

function readSelection(value: unknown, line: number): LineResult {
  if (!isObject(value)) return { rejected: 'not an object' }
  const model = textOf(value['model'])
  const role = textOf(value['role'])
  if (model === null) return { rejected: 'no model is named' }
  const written = textOf(value['timestamp'])
  const at = written === null ? null : (parseTime(written)?.iso ?? null)
  const escalation = isObject(value['escalation_info']) ? value['escalation_info'] : {}
  const reason = textOf(escalation['model_escalation_reason']) ?? textOf(escalation['complexity_escalation_reason'])
  const record: EventRecord = {
    kind: 'event',
    eventKey: stableHash([canonical(value)]),
    runKey: null,
    phaseKey: textOf(value['phase_id']),
    type: 'model_selection',
    at,
    title: titleOf(`${role ?? 'role not recorded'}: ${model}`, 'model selected'),
    detail: reason,
    actor: role,
    updatedAt: null,
    data: Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'timestamp' && key !== 'phase_id')),
    ref: `line ${line}`,
    flags: written !== null && at === null ? ['time_unreadable'] : [],
  }
  return { records: [record] }
}
