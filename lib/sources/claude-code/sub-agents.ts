import type { SessionLinkRecord } from '@/lib/model/records'
import type { CallMemory } from './assistant-record'
import type { Envelope, Output } from './envelope'
import { type Fields, textOf } from './fields'
import type { RecentCalls } from './recent-calls'
import type { SessionBook } from './session-book'
import type { ResultMemory } from './user-record'

/** The session of a sub-agent, below the session that started it. */
export const agentKey = (sessionId: string, agentId: string) => `${sessionId}/agent-${agentId}`

/** What a sub-agent is and what it is for, in one line. */
export const detailOf = (agent: string | null, task: string | null) =>
  [agent, task].filter((part) => part !== null).join(': ') || null

export function agentLink(
  parentKey: string,
  from: Envelope,
  detail: string | null,
  childKey = from.sessionKey,
): SessionLinkRecord {
  return {
    kind: 'sessionLink',
    fromKey: parentKey,
    toKey: childKey,
    type: 'sub-agent',
    at: from.at,
    detail,
    ref: `line ${from.line}`,
    flags: [],
  }
}

/** What one record tells of calls and of the sub-agents they start. */
export class SubAgents implements CallMemory, ResultMemory {
  constructor(
    private readonly calls: RecentCalls,
    private readonly book: SessionBook,
    private readonly output: Output,
  ) {}

  called(callKey: string, tool: string, input: Fields | null): void {
    this.calls.called(callKey, tool, input)
  }

  toolOf(callKey: string): string | null {
    return this.calls.get(callKey)?.tool ?? null
  }

  agentKey(agentId: string): string {
    return agentKey(this.output.from.runKey, agentId)
  }

  agentTold(callKey: string | null, agentId: string, told: Fields): void {
    const { from, records } = this.output
    const child = this.agentKey(agentId)
    if (child === from.sessionKey) return
    const call = callKey === null ? null : this.calls.get(callKey)
    const detail = detailOf(textOf(told['agentType']) ?? call?.agent ?? null, call?.task ?? null)
    records.push(agentLink(from.sessionKey, from, detail, child))
    if (told['status'] === 'completed') this.book.answered(child, from.at)
  }
}
