import type { ApprovalRecord, EventRecord, FailureRecord } from '@/lib/model/records'
import { integerOf, type Json, listOf, objectOf, textOf } from '@/lib/sources/codex/json-value'
import type { Piece } from '@/lib/sources/document-batches'
import type { FolderSource } from '@/lib/sources/reader'
import type { AgentRun } from './agent-runs'
import { answerEntry, answered, answerOf, approvalOf, type CodexCall, callEntry, scenarioOf } from './codex-calls'
import { CodexSession } from './codex-session'
import { coordinatorKey, failureRecord } from './failures'
import { effortIn, optionIn, type RunSetup } from './run-setup'
import { type LogLine, stderrLines } from './server-stderr'
import { codexEvent, isTraffic, requestKey, TRAFFIC_FILE, type TrafficLine, trafficLines } from './traffic'

/** Messages that say nothing of the work: the handshake, and lists of tools. */
const SILENT =
  /^(?:initialize|ping|tools\/list|prompts\/list|resources\/.*|notifications\/(?!cancelled).*|logging\/.*)$/

/** Everything the traffic tells: sessions with their spend, calls, questions, errors, and how the server ended. */
export class TrafficReading {
  readonly sessions = new Map<string, CodexSession>()
  readonly logs: LogLine[] = []
  /** Errors of calls that no event of Codex explains. */
  readonly callErrors: FailureRecord[] = []
  exit: { code: number | null; at: string | null } | null = null
  latestAt: string | null = null
  lines = 0
  private calls = new Map<string, CodexCall>()
  private readonly asked = new Map<string, ApprovalRecord>()
  private readonly runs: readonly AgentRun[]

  constructor(
    private readonly folder: FolderSource,
    private readonly setup: RunSetup,
    runs: readonly AgentRun[],
  ) {
    this.runs = runs.filter(({ startedAt }) => startedAt !== null)
  }

  /** The scenario that ran at a moment. */
  phaseAt(at: string | null): string | null {
    return at === null ? null : (scenarioOf(this.runs, at, null)?.phaseKey ?? null)
  }

  /** Reads all of it; questions without an answer come last. */
  *read(): Generator<Piece> {
    if (!this.folder.files.some(({ path }) => path === TRAFFIC_FILE)) return
    for (const item of trafficLines(this.folder)) {
      if (!isTraffic(item)) yield item
      else yield this.take(item)
    }
    yield { records: [...this.asked.values()] }
  }

  private take(line: TrafficLine): Piece {
    this.lines += 1
    if (line.at !== null && (this.latestAt === null || line.at > this.latestAt)) this.latestAt = line.at
    if (line.direction === 'lifecycle') return this.lifecycle(line)
    if (line.direction === 'server_stderr') {
      this.logs.push(...stderrLines(line))
      return {}
    }
    const { message } = line
    if (message === null) return { unparsed: [unknown(line.direction, line)] }
    return line.direction === 'client_to_server' ? this.fromClient(message, line) : this.fromServer(message, line)
  }

  private lifecycle(line: TrafficLine): Piece {
    const event = textOf(line.raw, 'event') ?? 'lifecycle'
    if (event === 'start') {
      // A new server counts its requests from the beginning.
      this.calls = new Map()
      this.exit = null
    }
    const code = integerOf(line.raw, 'returncode')
    if (event === 'exit') this.exit = { code, at: line.at }
    const command = listOf(line.raw, 'command').filter((word) => typeof word === 'string')
    const detail = command.length > 0 ? command.join(' ').slice(0, 2_000) : code === null ? null : `exit code ${code}`
    return { records: [this.event(`codex_server_${event}`.slice(0, 100), detail, line)] }
  }

  private event(type: string, detail: string | null, line: TrafficLine): EventRecord {
    return {
      kind: 'event',
      eventKey: `${this.setup.runKey}/${TRAFFIC_FILE}/${line.line}`,
      runKey: this.setup.runKey,
      seq: line.seq,
      level: null,
      phaseKey: null,
      type,
      at: line.at,
      title: `Codex ${type.replace(/^codex_/, '').replaceAll('_', ' ')}`,
      detail,
      actor: 'codex',
      updatedAt: null,
      data: {},
      ref: `${TRAFFIC_FILE} line ${line.line}`,
      flags: line.flags,
    }
  }

  private fromClient(message: Json, line: TrafficLine): Piece {
    const method = textOf(message, 'method')
    if (method === null) return this.answerToServer(message, line)
    if (method === 'tools/call') return this.call(message, line)
    if (method === 'notifications/cancelled') {
      return { records: [this.event('codex_call_cancelled', textOf(objectOf(message, 'params'), 'reason'), line)] }
    }
    return SILENT.test(method) ? {} : { unparsed: [unknown(method, line)] }
  }

  private call(message: Json, line: TrafficLine): Piece {
    const request = requestKey(message['id'])
    const params = objectOf(message, 'params')
    if (request === null) {
      return {
        rejected: [{ line: line.line, place: `${TRAFFIC_FILE} line ${line.line}`, reason: 'the call has no id' }],
      }
    }
    const args = objectOf(params, 'arguments') ?? {}
    const prompt = textOf(args, 'prompt')
    const phase = scenarioOf(this.runs, line.at, prompt)
    const tool = textOf(params, 'name')?.slice(0, 100) ?? 'codex'
    const call: CodexCall = { request, tool, prompt, args, phase, session: null }
    this.calls.set(request, call)
    return phase === null ? {} : { records: [callEntry(coordinatorKey(this.setup.runKey, phase), call, line)] }
  }

  private fromServer(message: Json, line: TrafficLine): Piece {
    const event = codexEvent(message)
    if (event !== null) return this.sessionOf(event, line).take(event.msg, line)
    const method = textOf(message, 'method')
    if (method === null) return this.answerToCall(message, line)
    if (method !== 'elicitation/create') return SILENT.test(method) ? {} : { unparsed: [unknown(method, line)] }
    const request = requestKey(message['id'])
    const params = objectOf(message, 'params')
    const about = this.calls.get(requestKey(params?.['codex_mcp_tool_call_id']) ?? '')
    const phase = about?.phase ?? scenarioOf(this.runs, line.at, null)
    if (request !== null) this.asked.set(request, approvalOf(params, { runKey: this.setup.runKey, phase }, line))
    return {}
  }

  private answerToServer(message: Json, line: TrafficLine): Piece {
    const request = requestKey(message['id']) ?? ''
    const approval = this.asked.get(request)
    if (approval === undefined) return {}
    this.asked.delete(request)
    return { records: [answered(approval, message, line.at)] }
  }

  private answerToCall(message: Json, line: TrafficLine): Piece {
    const call = this.calls.get(requestKey(message['id']) ?? '')
    if (call === undefined) return {}
    const { error } = answerOf(message)
    const ref = `${TRAFFIC_FILE} line ${line.line}`
    if (error !== null && (call.session === null || call.session.errors.length === 0)) {
      const failureKey = `${this.setup.runKey}/${TRAFFIC_FILE}/${line.line}`
      const { runKey } = this.setup
      const about = { phaseKey: call.phase?.phaseKey ?? null, sessionKey: call.session?.key ?? null }
      this.callErrors.push(
        failureRecord({ failureKey, runKey, at: line.at, message: error, type: 'mcp_error', ref, ...about }),
      )
    }
    const { phase } = call
    return phase === null
      ? {}
      : { records: [answerEntry(coordinatorKey(this.setup.runKey, phase), call, message, line)] }
  }

  /** The session an event belongs to: the one its request opened or goes on with. */
  private sessionOf({ request, msg }: { request: string | null; msg: Json }, line: TrafficLine): CodexSession {
    const call = this.calls.get(request ?? '') ?? null
    if (call?.session && msg['type'] !== 'session_configured') return call.session
    const configured = msg['type'] === 'session_configured' ? textOf(msg, 'session_id') : null
    const resumed =
      configured === null ? (textOf(call?.args, 'conversationId') ?? textOf(call?.args, 'threadId')) : null
    const key = configured ?? resumed ?? `${this.setup.runKey}/codex-${request ?? 'unknown'}`
    const session = this.sessions.get(key) ?? this.newSession(key, call, line, resumed !== null)
    this.sessions.set(key, session)
    if (call !== null) call.session = session
    return session
  }

  private newSession(key: string, call: CodexCall | null, line: TrafficLine, resumed: boolean): CodexSession {
    const { runKey, command, model, effort } = this.setup
    const phase = call?.phase ?? scenarioOf(this.runs, line.at, null)
    const requested = {
      model: textOf(call?.args, 'model') ?? (optionIn(command, '--model') || model),
      effort: textOf(objectOf(call?.args, 'config'), 'model_reasoning_effort') ?? effortIn(command) ?? effort,
    }
    const parentKey = phase === null ? null : coordinatorKey(runKey, phase)
    return new CodexSession(key, runKey, phase, {
      parentKey,
      requested,
      ref: `${TRAFFIC_FILE} line ${line.line}`,
      resumed,
    })
  }
}

function unknown(name: string, line: TrafficLine) {
  const sample = `${TRAFFIC_FILE} line ${line.line}`
  return { kind: 'unknown-record-type' as const, name: name.slice(0, 200), count: 1, sample }
}
