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

type EntryParts = Pick<EntryRecord, 'entryKey' | 'type' | 'role'> & Partial<EntryRecord>

/** An entry with what the line and the thread say of it. */
export function entryOf(line: LineContext, state: ThreadState, parts: EntryParts): EntryRecord {
  return {
    kind: 'entry',
    sessionKey: state.own ?? '',
    at: line.at,
    line: line.line,
    block: 0,
    title: null,
    text: null,
    tool: null,
    callKey: null,
    outcome: null,
    exitCode: null,
    usageKey: null,
    model: parts.role === 'assistant' ? state.model : null,
    data: {},
    ref: line.ref,
    flags: line.flags,
    ...parts,
  }
}

/** The failure that an entry shows. */
export function failureOf(entry: EntryRecord, state: ThreadState, type: string): FailureRecord {
  const text = entry.text?.slice(0, 4_000) ?? ''
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
