import { classifyFailure } from '@/lib/fingerprint/cause'
import type { EntryRecord, FailureRecord } from '@/lib/model/records'
import { firstLine } from './json-value'
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

/** What went wrong is said at the beginning, or not in words that a rule knows. */
const CAUSE_CHARS = 600

/** The failure that an entry shows. */
export function failureOf(entry: EntryRecord, state: ThreadState, type: string): FailureRecord {
  const text = entry.text?.slice(0, CAUSE_CHARS) ?? ''
  const said = firstLine(text)
  const code = entry.exitCode === null ? null : `exit code ${entry.exitCode}`
  const message = [code, said].filter((part) => part !== null).join(': ') || entry.title || type
  const { cause, rule, evidence } = classifyFailure(text, { system: 'codex', state: null })
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
