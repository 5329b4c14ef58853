import type { EntryRecord } from '@/lib/model/records'
import { firstLine, isObject, type Json } from '@/lib/sources/codex/json-value'
import { Fields } from './fields'
import { contentText } from './message-content'
import { entryRecord } from './record-makers'

/** One place in a transcript, from 0. */
type Given = Partial<Omit<EntryRecord, 'kind'>> & Pick<EntryRecord, 'type' | 'role'>

/** Turns the history of a SWE-agent trajectory into entries; where there is none, its steps. */
export class SweAgentHistory {
  readonly entries: EntryRecord[] = []
  rejected = 0
  private call: string | null = null
  private tool: string | null = null
  private prompted = false

  constructor(private readonly sessionKey: string) {}

  /** Messages in their order, of every version: with parts or text, with calls of tools or an action in words. */
  readHistory(history: readonly unknown[]): void {
    history.forEach((value, index) => {
      if (isObject(value)) this.message(value, index)
      else this.rejected += 1
    })
  }

  readSteps(steps: readonly unknown[]): void {
    steps.forEach((value, index) => {
      if (isObject(value)) this.step(new Fields(value), index)
      else this.rejected += 1
    })
  }

  private add(index: number, block: number, given: Given, kind = 'message') {
    const place = { line: index + 1, block, ref: `${kind} ${index + 1}` }
    this.entries.push(
      entryRecord({ sessionKey: this.sessionKey, entryKey: `${kind} ${index}.${block}`, ...place, ...given }),
    )
  }

  private message(value: Json, index: number) {
    const message = new Fields(value)
    const role = message.text('role')
    const text = contentText(message.raw('content'))
    if (role === 'assistant') this.answer(message, text, index)
    else if (role === 'system') this.add(index, 0, { type: 'note', role: 'system', title: 'system prompt', text })
    else if (message.bool('is_demo') === true)
      this.add(index, 0, { type: 'note', role: 'system', title: 'demonstration', text })
    else if (role === 'tool' || this.prompted) this.result(message, text, index)
    else {
      this.prompted = true
      this.add(index, 0, { type: 'prompt', role: 'person', text })
    }
  }

  private answer(message: Fields, text: string, index: number) {
    const thought = message.text('thought') ?? text
    if (thought.trim() !== '') this.add(index, 0, { type: 'text', role: 'assistant', text: thought })
    const calls = message.list('tool_calls').slice(0, 1_000)
    const action = message.text('action')
    this.call = null
    for (const [place, one] of calls.entries()) {
      const called = new Fields(one).object('function')
      this.call = new Fields(one).id('id') ?? `call ${index}.${place}`
      this.tool = called.id('name') ?? 'tool'
      const input = called.text('arguments') ?? action
      const given = { tool: this.tool, callKey: this.call, text: input, title: firstLine(action ?? input) }
      this.add(index, 1 + place, { type: 'tool_call', role: 'assistant', ...given })
    }
    if (calls.length > 0 || action === null || action.trim() === '') return
    this.call = `call ${index}`
    this.tool = toolOf(action)
    const given = { tool: this.tool, callKey: this.call, text: action, title: firstLine(action) }
    this.add(index, 1, { type: 'tool_call', role: 'assistant', ...given })
  }

  private result(message: Fields, text: string, index: number) {
    const [id] = message.list('tool_call_ids')
    const callKey = typeof id === 'string' ? id : this.call
    if (callKey === null) this.add(index, 0, { type: 'note', role: 'system', title: 'from the harness', text })
    else this.add(index, 0, { type: 'tool_result', role: 'tool', tool: this.tool, callKey, text })
  }

  private step(step: Fields, index: number) {
    const thought = step.text('thought') ?? step.text('response')
    const action = step.text('action')
    const observation = step.text('observation')
    if (thought !== null) this.add(index, 0, { type: 'text', role: 'assistant', text: thought }, 'step')
    if (action === null) return
    const call = { tool: toolOf(action), callKey: `step ${index}` }
    this.add(
      index,
      1,
      { type: 'tool_call', role: 'assistant', text: action, title: firstLine(action), ...call },
      'step',
    )
    if (observation !== null)
      this.add(index, 2, { type: 'tool_result', role: 'tool', text: observation, ...call }, 'step')
  }
}

/** The agent's tools are commands: the first word names it. */
const toolOf = (action: string): string => /^\s*(\S{1,60})/.exec(action)?.[1] ?? 'command'
