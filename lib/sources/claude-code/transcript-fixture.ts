import type {
  CanonicalRecord,
  EntryRecord,
  FailureRecord,
  SessionLinkRecord,
  SessionRecord,
  UsageRecord,
} from '@/lib/model/records'
import type { Unparsed } from '@/lib/sources/reader'
import { claudeCodeReader } from './claude-code-reader'

/** Records in the shape Claude Code writes them, made up for tests. */

export type Made = Record<string, unknown>

export const SESSION = '11111111-aaaa-4aaa-8aaa-000000000001'
const START_MS = Date.parse('2026-01-05T10:00:00.000Z')

let count = 0
function nextId(): string {
  count += 1
  return `u${String(count).padStart(4, '0')}`
}

/** Minutes after the start, as a time. */
export const at = (minutes: number) => new Date(START_MS + minutes * 60_000).toISOString()

const common = (type: string, more: Made): Made => ({
  type,
  parentUuid: null,
  isSidechain: false,
  userType: 'external',
  cwd: '/home/dev/shop',
  gitBranch: 'main',
  sessionId: SESSION,
  version: '2.1.217',
  uuid: nextId(),
  timestamp: at(0),
  ...more,
})

export const USAGE = {
  input_tokens: 10,
  cache_creation_input_tokens: 300,
  cache_read_input_tokens: 2_000,
  cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 200 },
  output_tokens: 50,
  service_tier: 'standard',
}

const MODEL = 'claude-sonnet-4-5-20250929'

/** One line of a response; `message` and the rest go over what is usual. */
export function answer(content: unknown, { message = {}, ...more }: { message?: Made } & Made = {}): Made {
  return common('assistant', {
    requestId: 'req_1',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: MODEL,
      content,
      stop_reason: 'end_turn',
      usage: USAGE,
      ...message,
    },
    ...more,
  })
}

export const prompt = (content: unknown, more: Made = {}): Made =>
  common('user', { message: { role: 'user', content }, ...more })

export const call = (name: string, input: unknown, id = 'toolu_1') => ({ type: 'tool_use', id, name, input })

export const result = (content: unknown, { block = {}, ...more }: { block?: Made } & Made = {}): Made =>
  prompt([{ type: 'tool_result', tool_use_id: 'toolu_1', content, ...block }], more)

export const system = (subtype: string | null, more: Made = {}): Made =>
  common('system', { ...(subtype === null ? {} : { subtype }), ...more })

export const attachment = (type: string, more: Made = {}): Made =>
  common('attachment', { attachment: { type, ...more } })

/** A message of a sub-agent inside a progress report of its parent. */
export const carried = (message: Made, agentId = 'a1', more: Made = {}): Made =>
  common('progress', {
    parentToolUseID: 'toolu_1',
    toolUseID: 'agent_msg_1',
    data: { type: 'agent_progress', prompt: '', agentId, message },
    ...more,
  })

export interface Told {
  records: CanonicalRecord[]
  entries: EntryRecord[]
  usage: UsageRecord[]
  sessions: SessionRecord[]
  failures: FailureRecord[]
  links: SessionLinkRecord[]
  rejected: string[]
  unparsed: Unparsed[]
}

const ofKind = <K extends CanonicalRecord['kind']>(records: readonly CanonicalRecord[], kind: K) =>
  records.filter((record): record is Extract<CanonicalRecord, { kind: K }> => record.kind === kind)

/** What the reader tells of these values, one a line. */
export function tell(values: readonly unknown[], state: unknown = null): Told {
  const reading = claudeCodeReader.open({ state, path: 'x.jsonl' })
  const records: CanonicalRecord[] = []
  const rejected: string[] = []
  const unparsed: Unparsed[] = []
  values.forEach((value, index) => {
    const told = reading.readLine(value, index + 1, 0)
    if ('rejected' in told) rejected.push(told.rejected)
    else {
      records.push(...told.records)
      unparsed.push(...(told.unparsed ?? []))
    }
  })
  records.push(...reading.gather())
  return {
    records,
    entries: ofKind(records, 'entry'),
    usage: ofKind(records, 'usage'),
    sessions: ofKind(records, 'session'),
    failures: ofKind(records, 'failure'),
    links: ofKind(records, 'sessionLink'),
    rejected,
    unparsed,
  }
}
