import type { EntryRecord } from '@/lib/model/records'
import { firstLine, isObject, type Json } from '@/lib/sources/codex/json-value'
import { jsonText } from '@/lib/sources/json-text'
import { Fields } from './fields'
import type { InspectTexts } from './inspect-texts'
import { entryRecord } from './record-makers'

/** When messages and results of tools came, as far as events tell: by the message's and the call's id. */
export function timesOf(events: readonly Json[]): ReadonlyMap<string, string> {
  const times = new Map<string, string>()
  for (const value of events) {
    const event = new Fields(value)
    const at = event.time('completed') ?? event.time('timestamp')
    if (at === null) continue
    const [choice] = event.object('output').list('choices')
    const id = event.text('event') === 'tool' ? event.id('id') : new Fields(choice).object('message').id('id')
    if (id !== null) times.set(id, at)
  }
  return times
}

type Given = Partial<Omit<EntryRecord, 'kind'>> & Pick<EntryRecord, 'type' | 'role'>

/** The transcript of one sample. A message without a time stands at the time of the one before it. */
export class InspectEntries {
  readonly entries: EntryRecord[] = []
  private at: string | null = null
  private block = 0

  constructor(
    private readonly sessionKey: string,
    private readonly texts: InspectTexts,
    private readonly times: ReadonlyMap<string, string>,
  ) {}

  read(messages: readonly unknown[]): EntryRecord[] {
    messages.forEach((value, index) => {
      if (isObject(value)) this.message(new Fields(value), index)
    })
    return this.entries
  }

  private message(message: Fields, index: number) {
    this.block = 0
    const role = message.text('role')
    const time = this.times.get(message.id(role === 'tool' ? 'tool_call_id' : 'id') ?? '')
    if (time !== undefined && (this.at === null || time > this.at)) this.at = time
    if (role === 'tool') this.result(message, index)
    else if (role === 'assistant') this.answer(message, index)
    else {
      const given: Given =
        role === 'user'
          ? { type: 'prompt', role: 'person' }
          : { type: 'note', role: 'system', title: role === 'system' ? 'system prompt' : 'message' }
      for (const { text, type } of this.texts.blocks(message.raw('content')))
        this.add(index, type === 'image' ? { ...given, type: 'image', text } : { ...given, text })
    }
  }

  private answer(message: Fields, index: number) {
    const model = message.id('model')
    for (const { type, text } of this.texts.blocks(message.raw('content')))
      this.add(index, { type, role: 'assistant', text, model })
    for (const value of message.list('tool_calls').slice(0, 1_000)) {
      const call = new Fields(value)
      const input = call.raw('arguments')
      const text = this.texts.text(input) ?? jsonText(input)
      const subject = isObject(input) ? Object.values(input).find((one) => typeof one === 'string') : input
      const title = firstLine(typeof subject === 'string' ? subject : null)
      const given = { text, title, tool: call.id('function'), callKey: call.id('id'), model }
      this.add(index, { type: 'tool_call', role: 'assistant', ...given })
    }
  }

  private result(message: Fields, index: number) {
    const error = message.object('error').text('message')
    const blocks = this.texts.blocks(message.raw('content')).map(({ text }) => text)
    const text = [...blocks, ...(error === null ? [] : [error])].join('\n')
    const outcome = message.json('error') === null ? 'ok' : 'failed'
    const given = { text, tool: message.id('function'), callKey: message.id('tool_call_id') }
    this.add(index, { type: 'tool_result', role: 'tool', outcome, ...given })
  }

  private add(index: number, given: Given) {
    const place = { entryKey: `${index}.${this.block}`, line: index + 1, block: this.block, at: this.at }
    this.block += 1
    this.entries.push(entryRecord({ sessionKey: this.sessionKey, ref: `message ${index + 1}`, ...place, ...given }))
  }
}
