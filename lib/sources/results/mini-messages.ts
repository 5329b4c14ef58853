import type { EntryRecord, UsageRecord } from '@/lib/model/records'
import { sumUsage, type Usage } from '@/lib/model/usage'
import { firstLine, isObject } from '@/lib/sources/codex/json-value'
import { Fields, shortId } from './fields'
import { contentText } from './message-content'
import { entryRecord, usageRecord } from './record-makers'
import { apiUsage } from './token-counts'
import type { TrajectoryPlace } from './trajectory-records'

/** What the messages of a mini-SWE-agent trajectory come to. */
export interface MiniConversation {
  entries: EntryRecord[]
  events: UsageRecord[]
  usage: Usage | null
  /** What the router charged, over the responses that say so. */
  chargedPico: bigint | null
  chargedCalls: number
  responses: number
  model: string | null
  firstAt: string | null
  lastAt: string | null
  rejected: number
}

const BLOCK = /```(?:mswea_bash_command|bash|sh)?[^\S\n]*\n([\s\S]*?)\n?```/
const RETURN_CODE = /^\s*<returncode>\s*(-?\d{1,10})\s*<\/returncode>/
/** Where a command block is looked for: further in, no agent writes one. */
const SEARCHED_CHARS = 200_000

/** Reads the messages in their order. A result has no time of its own: it stands at the time of the answer before it. */
export class MiniMessages {
  private readonly entries: EntryRecord[] = []
  private readonly events: UsageRecord[] = []
  private readonly found = { charged: 0n, chargedCalls: 0, responses: 0, rejected: 0 }
  private model: string | null = null
  private firstAt: string | null = null
  private at: string | null = null
  private call: string | null = null

  constructor(
    private readonly place: TrajectoryPlace,
    private readonly flags: Set<string>,
  ) {}

  read(messages: readonly unknown[]): MiniConversation {
    let prompted = false
    for (const [index, value] of messages.entries()) {
      if (!isObject(value)) {
        this.found.rejected += 1
        continue
      }
      const message = new Fields(value, this.flags)
      const role = message.text('role')
      if (role === 'assistant') this.answer(message, index)
      else if (role === 'system' || role === 'exit') this.note(message, index, role)
      else if (role === 'user' && !prompted) {
        prompted = true
        this.add(index, 0, { type: 'prompt', role: 'person', text: contentText(message.raw('content')) })
      } else this.result(message, index)
    }
    const { charged, chargedCalls, responses, rejected } = this.found
    return {
      entries: this.entries,
      events: this.events,
      usage: this.events.length === 0 ? null : sumUsage(this.events.map(({ usage }) => usage)),
      chargedPico: chargedCalls === 0 ? null : charged,
      ...{ chargedCalls, responses, rejected },
      model: this.model,
      firstAt: this.firstAt,
      lastAt: this.at,
    }
  }

  private add(
    index: number,
    block: number,
    given: Partial<Omit<EntryRecord, 'kind'>> & Pick<EntryRecord, 'type' | 'role'>,
  ) {
    const { sessionKey } = this.place
    const [entryKey, ref] = [`${index}.${block}`, `message ${index + 1}`]
    this.entries.push(entryRecord({ sessionKey, entryKey, line: index + 1, block, ref, at: this.at, ...given }))
  }

  private note(message: Fields, index: number, role: string) {
    const title = role === 'system' ? 'system prompt' : 'exit'
    this.add(index, 0, { type: 'note', role: 'system', title, text: contentText(message.raw('content')) })
  }

  private answer(message: Fields, index: number) {
    const extra = message.object('extra')
    const response = extra.object('response')
    this.at = response.time('created') ?? response.time('created_at') ?? extra.time('timestamp') ?? this.at
    this.firstAt ??= this.at
    const usageKey = this.spend(response, extra, index)
    const thinking = thinkingIn(response, message)
    if (thinking !== null) this.add(index, 0, { type: 'thinking', role: 'assistant', text: thinking, usageKey })
    const text = contentText(message.raw('content'))
    if (text.trim() !== '')
      this.add(index, 1, { type: 'text', role: 'assistant', text, usageKey, model: response.id('model') })
    this.calls(message, text, index, usageKey)
  }

  /** Commands stand in a fenced block of the text, or since version 2 in calls of a tool. */
  private calls(message: Fields, text: string, index: number, usageKey: string | null) {
    const calls = message.list('tool_calls')
    for (const [place, one] of calls.slice(0, 1_000).entries()) {
      const call = new Fields(one).object('function')
      this.call = new Fields(one).id('id') ?? `call ${index}.${place}`
      const input = call.text('arguments')
      const given = { tool: call.id('name') ?? 'bash', callKey: this.call, text: input, title: firstLine(input) }
      this.add(index, 2 + place, { type: 'tool_call', role: 'assistant', usageKey, ...given })
    }
    if (calls.length > 0) return
    const command = BLOCK.exec(text.slice(0, SEARCHED_CHARS))?.[1]
    this.call = command === undefined ? null : `call ${index}`
    if (command === undefined) return
    const given = { tool: 'bash', callKey: this.call, text: command, title: firstLine(command) }
    this.add(index, 2, { type: 'tool_call', role: 'assistant', usageKey, ...given })
  }

  private result(message: Fields, index: number) {
    const text = contentText(message.raw('content'))
    const code = RETURN_CODE.exec(text)?.[1]
    const exitCode = code === undefined ? message.object('extra').number('returncode') : Number(code)
    const callKey = message.id('tool_call_id') ?? this.call
    const outcome = exitCode === null ? null : exitCode === 0 ? 'ok' : 'failed'
    if (callKey === null) this.add(index, 0, { type: 'note', role: 'system', title: 'from the harness', text })
    else this.add(index, 0, { type: 'tool_result', role: 'tool', tool: 'bash', callKey, exitCode, outcome, text })
  }

  private spend(response: Fields, extra: Fields, index: number): string | null {
    if (response.json('usage') === null) return null
    this.found.responses += 1
    const usage = apiUsage(response.object('usage'))
    this.model = response.id('model') ?? this.model
    const charged = response.object('usage').pico('cost')
    if (charged !== null) {
      this.found.charged += charged
      this.found.chargedCalls += 1
    }
    if (usage === null) return null
    const { sessionKey, runKey } = this.place
    const nativeId = response.id('id') ?? shortId(`${sessionKey}/${index}`)
    const given = { model: response.id('model'), provider: response.id('provider'), costPico: charged }
    const data = { listUsd: extra.amount('cost') }
    const ref = `message ${index + 1}`
    this.events.push(usageRecord({ nativeId, runKey, sessionKey, usage, at: this.at, ref, data, ...given }))
    return nativeId
  }
}

function thinkingIn(response: Fields, message: Fields): string | null {
  const [choice] = response.list('choices')
  const answer = new Fields(choice).object('message')
  return answer.text('reasoning') ?? answer.text('reasoning_content') ?? message.text('reasoning_content')
}
