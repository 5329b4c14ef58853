import { type Fields, idOf, isObject } from './fields'

/** Records of the conversation: they belong to a session and are read. */
export const CONVERSATION = new Set(['user', 'assistant', 'system', 'attachment', 'progress', 'queue-operation'])

/** Facts about a session that stand beside the conversation. */
export const SIDE_NOTES = new Set([
  'custom-title',
  'ai-title',
  'agent-name',
  'mode',
  'permission-mode',
  'pr-link',
  'cost-state',
])

/** Known, and of no use to a reader: copies of prompts, backups of files, bodies of requests. */
export const SKIPPED = new Set([
  'file-history-snapshot',
  'last-prompt',
  'bridge-session',
  'frame-link',
  'api-request',
  'api-request-shape',
  'api-request-blob',
  'atis-latch',
  'tools-used',
])

/** Progress reports; all but `agent_progress` only repeat what the result will say. */
export const PROGRESS_TYPES = new Set([
  'agent_progress',
  'bash_progress',
  'hook_progress',
  'mcp_progress',
  'waiting_for_task',
  'query_update',
  'search_results_received',
])

/** Whether a value is a record of a Claude Code transcript: a known type with the ids that type has. */
export function isTranscriptRecord(value: unknown): value is Fields {
  if (!isObject(value) || 'payload' in value) return false
  const type = value['type']
  if (typeof type !== 'string') return false
  if (type === 'summary') return idOf(value['leafUuid']) !== null && 'summary' in value
  if (type === 'file-history-snapshot') return idOf(value['messageId']) !== null
  if (!CONVERSATION.has(type) && !SIDE_NOTES.has(type) && !SKIPPED.has(type)) return false
  if (idOf(value['sessionId']) === null) return false
  if (type === 'user' || type === 'assistant') return isObject(value['message'])
  return true
}
