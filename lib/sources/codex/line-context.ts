import { classifyFailure } from '@/lib/fingerprint/cause'
import type { EntryRecord, FailureRecord } from '@/lib/model/records'
import type { ThreadState } from './thread-state'

/** Where a record stands. */
export interface LineContext {
  line: number
  /** `12`, or `12.1` for the second record on one line. */
  place: string
  ref: string
  at: string | null
  flags: readonly string[]
}

type EntryParts = Pick<EntryRecord, 'entryKey' | 'type' | 'role'> &
  Partial<Pick<EntryRecord, 'block' | 'title' | 'text' | 'tool' | 'callKey' | 'outcome' | 'exitCode' | 'data'>>

/** An entry with what the line and the thread say of it; field by field, because there are so many of them. */
export function entryOf(line: LineContext, state: ThreadState, parts: EntryParts): EntryRecord {
  return {
    kind: 'entry',
    sessionKey: state.own ?? '',
    entryKey: parts.entryKey,
    at: line.at,
    line: line.line,
    block: parts.block ?? 0,
    type: parts.type,
    role: parts.role,
    title: parts.title ?? null,
    text: parts.text ?? null,
    tool: parts.tool ?? null,
    callKey: parts.callKey ?? null,
    outcome: parts.outcome ?? null,
    exitCode: exitCodeOf(parts.exitCode ?? null),
    usageKey: null,
    model: parts.role === 'assistant' ? state.model : null,
    data: parts.data ?? {},
    ref: line.ref,
    flags: line.flags,
  }
}

/** Windows has unsigned codes such as 3221225477: the same 32 bits with a sign. More bits are no exit code. */
function exitCodeOf(code: number | null): number | null {
  return code === null || !Number.isInteger(code) || Math.abs(code) >= 2 ** 32 ? null : code | 0
}

/** Behind it there is nothing that its head has not said. */
const MESSAGE_MAX = 4_000

/** The failure that an entry shows: what was said, and the exit code under it, where its pattern looks for it. */
export function failureOf(entry: EntryRecord, state: ThreadState, type: string): FailureRecord {
  const text = entry.text?.slice(0, MESSAGE_MAX).toWellFormed().trim() ?? ''
  const code = entry.exitCode === null ? '' : `Exit code ${entry.exitCode}`
  const message = [text, code].filter((part) => part !== '').join('\n') || entry.title || type
  const { cause, rule, evidence } = classifyFailure(message, { system: 'codex', state: null })
  return {
    kind: 'failure',
    failureKey: `${entry.sessionKey}/${entry.entryKey}`,
    runKey: state.root,
    phaseKey: null,
    sessionKey: entry.sessionKey,
    entryKey: entry.entryKey,
    at: entry.at,
    message,
    type,
    cause,
    causeRule: rule === null ? null : `${rule}: ${evidence ?? ''}`,
    severity: null,
    resolution: null,
    updatedAt: entry.at,
    data: entry.tool === null ? {} : { tool: entry.tool },
    ref: entry.ref,
    flags: [],
  }
}
