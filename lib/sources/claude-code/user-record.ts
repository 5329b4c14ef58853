import type { EntryRecord } from '@/lib/model/records'
import { fileTitle } from './attached-file'
import type { Output } from './envelope'
import { type Fields, idOf, listOf, numberOf, objectOf, textOf } from './fields'
import { readProgramText } from './program-text'
import { outcomeOf, resultText } from './tool-result'

/** What a result needs to know of its call, and what it tells of a sub-agent. */
export interface ResultMemory {
  /** The tool that was called. */
  toolOf(callKey: string): string | null
  /** The session key of a sub-agent that a call started. */
  agentKey(agentId: string): string
  /** What a result says of the sub-agent that its call started. */
  agentTold(callKey: string | null, agentId: string, told: Fields): void
}

/**
 * A person's words, the results of tools, or text the program put in.
 * @returns the words of a person (of a sub-agent: its task), null when there are none
 */
export function readUser(message: Fields, output: Output, memory: ResultMemory): string | null {
  const content = message['content']
  if (typeof content === 'string') return readWords(content, output)
  let words: string | null = null
  for (const value of listOf(content)) {
    const block = objectOf(value)
    const type = textOf(block?.['type'])
    if (block === null) continue
    if (type === 'text') words = readWords(textOf(block['text']) ?? '', output) ?? words
    else if (type === 'tool_result') readResult(block, output, memory)
    else if (type === 'image' || type === 'document')
      output.entry({ type: 'image', role: 'person', title: fileTitle(block) })
    else output.unknown(`user block ${type ?? 'without type'}`, block)
  }
  return words
}

function readWords(text: string, output: Output): string | null {
  if (text.trim() === '') return null
  const { record, subAgent } = output.from
  if (record['isCompactSummary'] === true) {
    output.entry({ type: 'summary', role: 'system', text })
    linkCompacted(text, output)
    return null
  }
  if (text.startsWith('[Request interrupted by user')) {
    output.entry({ type: 'interruption', role: 'person', text })
    return null
  }
  const kind = textOf(objectOf(record['origin'])?.['kind'])
  const inserted = record['isMeta'] === true || record['isVisibleInTranscriptOnly'] === true
  if (readProgramText(text, output, inserted || (kind !== null && kind !== 'human'))) return null
  output.entry({ type: 'prompt', role: subAgent ? 'assistant' : 'person', text })
  return text
}

function readResult(block: Fields, output: Output, memory: ResultMemory): void {
  const { record } = output.from
  const text = resultText(block['content'])
  const callKey = idOf(block['tool_use_id'])
  const tool = callKey === null ? null : memory.toolOf(callKey)
  const told = objectOf(record['toolUseResult'])
  const agentId = idOf(told?.['agentId'])
  const data: Record<string, unknown> = {}
  if (agentId !== null) data['agentSession'] = memory.agentKey(agentId)
  const durationMs = numberOf(told?.['durationMs']) ?? numberOf(told?.['totalDurationMs'])
  if (durationMs !== null) data['durationMs'] = durationMs
  const entry = output.entry({
    type: 'tool_result',
    role: 'tool',
    text,
    tool,
    callKey,
    ...outcomeOf(block, record, text),
    data,
  })
  readPictures(block['content'], output)
  if (agentId !== null && told !== null) memory.agentTold(callKey, agentId, told)
  if (entry.outcome === 'failed') output.failure(entry, failureText(entry), tool)
}

const failureText = (entry: EntryRecord) => entry.text ?? `${entry.tool ?? 'The tool'} failed without a word`

function readPictures(content: unknown, output: Output): void {
  if (typeof content === 'string') return
  for (const value of listOf(content)) {
    const block = objectOf(value)
    if (block !== null && (block['type'] === 'image' || block['type'] === 'document'))
      output.entry({ type: 'image', role: 'tool', title: fileTitle(block) })
  }
}

/** How far from its end a summary is searched for the transcript it sums up. */
const SUMMARY_TAIL = 2_000
const TRANSCRIPT = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.jsonl/i

/** A summary names the transcript it was made of; when that is another session, this one goes on from it. */
function linkCompacted(text: string, output: Output): void {
  const { runKey, sessionKey, subAgent, line, at } = output.from
  const origin = TRANSCRIPT.exec(text.slice(-SUMMARY_TAIL))?.[1]
  if (subAgent || origin === undefined || origin === runKey) return
  output.records.push({
    kind: 'sessionLink',
    fromKey: sessionKey,
    toKey: origin,
    type: 'compaction',
    at,
    detail: null,
    ref: `line ${line}`,
    flags: [],
  })
}
