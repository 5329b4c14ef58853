import type { LineReading, LineResult } from '@/lib/sources/reader'
import { readAssistant, SYNTHETIC } from './assistant-record'
import { readAttachment } from './attachment-record'
import { type Envelope, Output, unknownRecord } from './envelope'
import { type Fields, idOf, isObject, objectOf, textOf, timeOf } from './fields'
import { RecentCalls } from './recent-calls'
import { CONVERSATION, PROGRESS_TYPES, SIDE_NOTES, SKIPPED } from './record-types'
import { SessionBook, type SessionFacts } from './session-book'
import { readSideNote } from './side-note'
import { Sidechains } from './sidechains'
import { agentKey, agentLink, detailOf, SubAgents } from './sub-agents'
import { Summaries } from './summaries'
import { readSystem } from './system-record'
import { readUser } from './user-record'

const NOTHING: LineResult = { records: [] }

/** One transcript file, read record by record. What a line means can depend on the calls and chains before it. */
export class Transcript implements LineReading {
  private readonly book: SessionBook
  private readonly calls: RecentCalls
  private readonly chains: Sidechains
  private readonly summaries: Summaries

  constructor(state: unknown) {
    const from = objectOf(state)
    this.book = new SessionBook(from?.['sessions'])
    this.calls = new RecentCalls(from?.['calls'])
    this.chains = new Sidechains(from?.['chains'])
    this.summaries = new Summaries(from?.['summaries'])
  }

  gather = () => this.book.gather()

  state = () => ({
    sessions: this.book.state(),
    calls: this.calls.state(),
    chains: this.chains.state(),
    summaries: this.summaries.state(),
  })

  readLine(value: unknown, line: number, part: number): LineResult {
    if (!isObject(value)) return { rejected: 'not an object' }
    const type = textOf(value['type'])
    if (type === null) return { rejected: 'the record has no type' }
    if (CONVERSATION.has(type)) return this.readConversation(value, type, line, part)
    if (SKIPPED.has(type)) return NOTHING
    if (type === 'summary') return this.readSummary(value)
    if (SIDE_NOTES.has(type)) return this.readNote(value, type)
    return { records: [], unparsed: [unknownRecord(type, value)] }
  }

  private readSummary(record: Fields): LineResult {
    const [leaf, text] = [idOf(record['leafUuid']), textOf(record['summary'])]
    if (leaf === null || text === null) return { rejected: 'the summary names no record' }
    this.summaries.add(leaf, text)
    return NOTHING
  }

  private readNote(record: Fields, type: string): LineResult {
    const sessionId = idOf(record['sessionId'])
    if (sessionId === null) return { rejected: 'the record names no session' }
    const { facts } = this.book.open(sessionId, sessionId, null)
    readSideNote(record, type, facts, this.book)
    return NOTHING
  }

  private readConversation(record: Fields, type: string, line: number, part: number): LineResult {
    const sessionId = idOf(record['sessionId'])
    if (sessionId === null) return { rejected: 'the record names no session' }
    const message = objectOf(record['message'])
    if ((type === 'user' || type === 'assistant') && message === null) return { rejected: 'the message is missing' }
    const { at, flags: timeFlags } = timeOf(record['timestamp'])
    const uuid = idOf(record['uuid'])
    const chain = this.agentOf(record, sessionId, uuid)
    const envelope: Envelope = {
      record,
      sessionKey: chain === null ? sessionId : agentKey(sessionId, chain),
      runKey: sessionId,
      subAgent: chain !== null,
      uuid,
      at,
      timeFlags,
      version: idOf(record['version']),
      line,
      place: part === 0 ? String(line) : `${line}.${part}`,
    }
    const output = new Output(envelope)
    const facts = this.factsOf(envelope, chain === null ? null : sessionId, output)
    if (uuid !== null) this.summaries.seen(uuid, facts, this.book)
    this.readBody(type, message, output, facts)
    return { records: output.records, unparsed: output.unparsed }
  }

  /** The agent that a record belongs to; null for the main session. Before agents had ids, it is the chain's first record. */
  private agentOf(record: Fields, sessionId: string, uuid: string | null): string | null {
    const agentId = idOf(record['agentId'])
    const aside = record['isSidechain']
    if (agentId !== null) return aside === false ? null : agentId
    return aside === true ? this.chains.chainOf(sessionId, uuid, idOf(record['parentUuid'])) : null
  }

  private factsOf(
    from: Envelope,
    parentKey: string | null,
    output: Output,
    context: Fields = from.record,
  ): SessionFacts {
    const { facts, isNew } = this.book.open(from.sessionKey, from.runKey, parentKey)
    if (isNew && parentKey !== null) output.records.push(agentLink(parentKey, from, null))
    this.book.seen(facts, from.at)
    this.book.set(facts, 'version', from.version)
    if (facts.cwd === null) this.book.set(facts, 'cwd', textOf(context['cwd']))
    this.book.addTo(facts, 'branches', textOf(context['gitBranch']))
    this.book.set(facts, 'entrypoint', textOf(context['entrypoint']))
    this.book.set(facts, 'permissionMode', textOf(context['permissionMode']))
    this.book.set(facts, 'agent', textOf(from.record['attributionAgent']))
    return facts
  }

  private readBody(type: string, message: Fields | null, output: Output, facts: SessionFacts): void {
    const { record } = output.from
    if (type === 'assistant' && message !== null) this.readAnswer(message, output, facts)
    else if (type === 'user' && message !== null)
      this.prompted(facts, readUser(message, output, new SubAgents(this.calls, this.book, output)), output)
    else if (type === 'system') readSystem(record, output)
    else if (type === 'attachment') this.prompted(facts, readAttachment(record, output), output)
    else if (type === 'queue-operation') readQueue(record, output)
    else if (type === 'progress') this.readProgress(record, output)
  }

  private readAnswer(message: Fields, output: Output, facts: SessionFacts): void {
    const model = textOf(message['model'])
    if (model !== SYNTHETIC) this.book.set(facts, 'model', model)
    readAssistant(message, output, new SubAgents(this.calls, this.book, output))
  }

  /** The first words of a person name a session; those given to a sub-agent tell which call started it. */
  private prompted(facts: SessionFacts, words: string | null, output: Output): void {
    if (words === null || facts.firstPrompt !== null) return
    this.book.set(facts, 'firstPrompt', words)
    const call = facts.parentKey === null ? null : this.calls.withPrompt(words)
    if (call !== null && facts.parentKey !== null) this.started(facts, call[0], facts.parentKey, output)
  }

  /** Notes on a sub-agent what the call that started it says. */
  private started(facts: SessionFacts, callKey: string, parentKey: string, output: Output): void {
    const call = this.calls.get(callKey)
    this.book.set(facts, 'callKey', callKey)
    if (facts.agent === null) this.book.set(facts, 'agent', call?.agent ?? null)
    this.book.set(facts, 'task', call?.task ?? null)
    output.records.push(agentLink(parentKey, output.from, detailOf(facts.agent, facts.task), facts.key))
  }

  /** A message of a sub-agent inside a progress report of its parent: often the only trace of what it spent. */
  private readProgress(record: Fields, output: Output): void {
    const data = objectOf(record['data'])
    const type = textOf(data?.['type'])
    if (data === null || type === null || !PROGRESS_TYPES.has(type)) {
      output.unknown(`progress/${type ?? 'without type'}`, data ?? record)
      return
    }
    const carrier = objectOf(data['message'])
    const message = objectOf(carrier?.['message'])
    const callKey = idOf(record['parentToolUseID'])
    const agentId = idOf(data['agentId']) ?? callKey
    if (type !== 'agent_progress' || carrier === null || message === null || agentId === null) return
    const inner = this.carried(carrier, agentId, output.from)
    const facts = this.factsOf(inner.from, output.from.sessionKey, inner, record)
    if (callKey !== null && facts.callKey === null) this.started(facts, callKey, output.from.sessionKey, inner)
    this.readBody(textOf(carrier['type']) ?? '', message, inner, facts)
    output.records.push(...inner.records)
    output.unparsed.push(...inner.unparsed)
  }

  private carried(carrier: Fields, agentId: string, outer: Envelope): Output {
    const time = timeOf(carrier['timestamp'])
    const at = time.at ?? outer.at
    return new Output({
      record: carrier,
      sessionKey: agentKey(outer.runKey, agentId),
      runKey: outer.runKey,
      subAgent: true,
      uuid: idOf(carrier['uuid']),
      at,
      timeFlags: time.at === null ? outer.timeFlags : time.flags,
      version: outer.version,
      line: outer.line,
      place: `e${outer.place}`,
    })
  }
}

const QUEUE_OPERATIONS = new Set(['enqueue', 'dequeue', 'remove', 'popAll'])

/** How a notice of the program begins: a tag, or a task as JSON. */
const NOTICE = /^(?:<|\{"task_id")/

/** A prompt that a person typed while the agent was at work; notices in the queue come again as records. */
function readQueue(record: Fields, output: Output): void {
  const operation = textOf(record['operation'])
  const text = textOf(record['content'])
  if (operation === null || !QUEUE_OPERATIONS.has(operation)) output.unknown('queue-operation', record)
  else if (operation === 'enqueue' && text !== null && !NOTICE.test(text))
    output.entry({ type: 'note', role: 'person', title: 'Queued', text })
}
