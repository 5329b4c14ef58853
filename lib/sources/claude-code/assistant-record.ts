import type { UsageRecord } from '@/lib/model/records'
import { jsonText } from '@/lib/sources/json-text'
import { fileTitle } from './attached-file'
import type { Envelope, Output } from './envelope'
import { type Fields, idOf, listOf, numberOf, objectOf, textOf } from './fields'
import { recordsFinalOutput } from './recorded-output'
import { readUsage } from './token-usage'
import { callTitle } from './tool-call'
import { resultText } from './tool-result'

/** Model name of replies that the program wrote itself: no request was made. */
export const SYNTHETIC = '<synthetic>'
const INTERRUPTED = '[Request interrupted by user'

/** What the transcript remembers of calls, so that their results can be told apart. */
export interface CallMemory {
  called(callKey: string, tool: string, input: Fields | null): void
}

/** One line of a response: its copy of the usage, and an entry for each block that stands in it. */
export function readAssistant(message: Fields, output: Output, calls: CallMemory): void {
  const { from } = output
  const model = textOf(message['model'])
  if (model === SYNTHETIC) {
    readSynthetic(message, output)
    return
  }
  const recorded = objectOf(message['usage'])
  const usageKey = recorded === null ? null : usageKeyOf(message, output)
  const chars = readBlocks(message, output, { usageKey, model }, calls)
  if (recorded !== null && usageKey !== null)
    output.records.push(usageRecord({ message, recorded, usageKey, model, chars }, from))
}

/**
 * The response a line belongs to: copies share message and request id. One of them is enough; with neither, the record
 * itself is the response.
 */
function usageKeyOf(message: Fields, output: Output): string {
  const messageId = idOf(message['id'])
  const requestId = idOf(output.from.record['requestId'])
  if (messageId !== null) return requestId === null ? messageId : `${messageId}/${requestId}`
  return requestId === null ? `record/${output.recordKey}` : `request/${requestId}`
}

interface WrittenResponse {
  message: Fields
  recorded: Fields
  usageKey: string
  model: string | null
  chars: number
}

function usageRecord({ message, recorded, usageKey, model, chars }: WrittenResponse, from: Envelope): UsageRecord {
  const { usage, flags, refused } = readUsage(recorded, model)
  const stop = message['stop_reason']
  return {
    kind: 'usage',
    nativeId: usageKey,
    runKey: from.runKey,
    phaseKey: null,
    sessionKey: from.sessionKey,
    at: from.at,
    provider: 'anthropic',
    model,
    role: from.subAgent ? 'sub-agent' : 'main',
    purpose: null,
    doctor: false,
    usage,
    lowerBound: recordsFinalOutput(from.version) ? [] : ['output'],
    costPico: null,
    identity: `${usageKey} ${model}`,
    serviceTier: textOf(recorded['service_tier']),
    speed: textOf(recorded['speed']),
    copy: { place: from.place, chars, finished: stop === undefined ? null : stop !== null },
    data: refused.length > 0 ? { refusedAttempts: refused } : {},
    ref: `line ${from.line}`,
    flags: [...from.timeFlags, ...flags],
  }
}

interface Part {
  usageKey: string | null
  model: string | null
}

/** @returns the characters of text, thinking and tool input in these blocks */
function readBlocks(message: Fields, output: Output, part: Part, calls: CallMemory): number {
  const content = message['content']
  if (typeof content === 'string') {
    if (content !== '') output.entry({ type: 'text', role: 'assistant', text: content, ...part })
    return content.length
  }
  let chars = 0
  for (const value of listOf(content)) {
    const block = objectOf(value)
    if (block !== null) chars += readBlock(block, output, part, calls)
  }
  return chars
}

function readBlock(block: Fields, output: Output, part: Part, calls: CallMemory): number {
  const type = textOf(block['type']) ?? 'without type'
  switch (type) {
    case 'text': {
      const text = textOf(block['text'])
      if (text !== null) output.entry({ type: 'text', role: 'assistant', text, ...part })
      return text?.length ?? 0
    }
    case 'thinking':
    case 'redacted_thinking': {
      const text = textOf(block['thinking'])
      output.entry({ type: 'thinking', role: 'assistant', text, ...part })
      return text?.length ?? 0
    }
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      return readCall(block, output, part, calls)
    case 'image':
    case 'document':
      output.entry({ type: 'image', role: 'assistant', title: fileTitle(block), ...part })
      return 0
    case 'fallback': {
      const [before, after] = [objectOf(block['from'])?.['model'], objectOf(block['to'])?.['model']]
      const title = `Fell back from ${textOf(before) ?? 'one model'} to ${textOf(after) ?? 'another'}`
      output.entry({ type: 'note', role: 'system', title, ...part })
      return 0
    }
    default:
      return readOtherBlock(type, block, output, part)
  }
}

/** Results of tools that run at the provider stand in the answer itself. */
function readOtherBlock(type: string, block: Fields, output: Output, part: Part): number {
  if (!type.endsWith('_tool_result')) {
    output.unknown(`assistant block ${type}`, block)
    return 0
  }
  const failed = textOf(objectOf(block['content'])?.['error_code'])
  output.entry({
    type: 'tool_result',
    role: 'tool',
    text: failed ?? resultText(block['content']) ?? `${listOf(block['content']).length} results`,
    callKey: idOf(block['tool_use_id']),
    outcome: failed === null ? 'ok' : 'failed',
    ...part,
  })
  return 0
}

function readCall(block: Fields, output: Output, part: Part, calls: CallMemory): number {
  const tool = textOf(block['name'])?.slice(0, 200) ?? null
  const callKey = idOf(block['id'])
  const input = objectOf(block['input'])
  const text = input === null ? null : jsonText(input)
  output.entry({ type: 'tool_call', role: 'assistant', title: callTitle(input), text, tool, callKey, ...part })
  if (callKey !== null && tool !== null) calls.called(callKey, tool, input)
  return text?.length ?? 0
}

/** A reply that no model gave: an API error, an interruption, or a remark. */
function readSynthetic(message: Fields, output: Output): void {
  const { record } = output.from
  const text = typeof message['content'] === 'string' ? message['content'] : (resultText(message['content']) ?? null)
  if (record['isApiErrorMessage'] === true) {
    const status = numberOf(record['apiErrorStatus']) ?? statusIn(text)
    const data = { status, error: textOf(record['error']) }
    const said = text ?? data.error ?? 'API error'
    const entry = output.entry({ type: 'error', role: 'system', text: said, outcome: 'failed', data })
    output.failure(entry, said, 'api_error')
    return
  }
  if (text === null) return
  const interrupted = text.startsWith(INTERRUPTED)
  output.entry({ type: interrupted ? 'interruption' : 'note', role: 'system', text })
}

/** `API Error: 529 {…}` */
function statusIn(text: string | null): number | null {
  const match = text === null ? null : /^API Error: (\d{3})\b/.exec(text.slice(0, 40))
  return match ? Number(match[1]) : null
}
