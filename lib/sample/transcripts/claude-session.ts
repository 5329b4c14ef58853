import { Random } from '@/lib/sample/random'
import { type ClaudeEra, claudeEra } from './claude-era'
import { type CacheLife, ContextWindow, type RefusedAttempt, tokensOf, usageJson, writtenOutputs } from './claude-usage'
import { NativeIds } from './native-ids'
import type { Json, Transcript, TranscriptLine } from './transcript-file'
import type { Counts, WrittenCopy } from './written-usage'

export interface ToolResult {
  text: string
  failed?: boolean
  /** `toolUseResult` of the record, where it is more than the text. */
  told?: unknown
  /** Milliseconds the tool took. */
  took?: number
  /** A person said no. */
  denied?: boolean
}

/** A call without a result was cut off. */
export interface ToolCall {
  tool: string
  input: Json
  result: ToolResult | null
}

/** A call as it was written: its id, and that of its record. */
export interface WrittenCall {
  id: string
  /** Of the response. */
  request: string
  assistant: string | null
}

export interface Reply {
  thinking?: string
  text?: string
  calls?: readonly ToolCall[]
  /** Tokens of thinking that are not in the text. */
  hidden?: number
  refused?: RefusedAttempt
}

export interface ClaudeSessionPlan {
  /** Names everything random in it; equal seeds give equal files. */
  seed: string
  version: string
  model: string
  cwd: string
  branch: string
  startedAt: number
  cache?: CacheLife
  /** Which queue of the provider; `standard` when not given. */
  tier?: string
  /** Milliseconds from one record to the next. */
  pace?: readonly [number, number]
  /** The folder above `projects`. */
  home?: string
}

interface AgentIdentity {
  id: string
  sessionId: string
  /** A sub-agent of the first versions writes into its parent's file. */
  into: TranscriptLine[] | null
}

/** The folder name that Claude Code makes of a working directory. */
export const projectFolder = (cwd: string) => cwd.replaceAll(/[^A-Za-z0-9]/g, '-')

/** Writes a Claude Code session record by record, as the given version of the program does. Times only go forward. */
export class ClaudeSession {
  readonly era: ClaudeEra
  readonly sessionId: string
  readonly lines: TranscriptLine[]
  /** Milliseconds: when the next record is written. */
  clock: number
  private readonly ids: NativeIds
  readonly random: Random
  readonly context: ContextWindow
  /** Calls that were answered. */
  calls = 0
  #last: string | null = null
  #promptId: string

  constructor(
    readonly plan: ClaudeSessionPlan,
    readonly agent: AgentIdentity | null = null,
  ) {
    this.era = claudeEra(plan.version)
    this.ids = new NativeIds(plan.seed)
    this.random = new Random(plan.seed)
    this.sessionId = agent?.sessionId ?? this.ids.uuid()
    this.lines = agent?.into ?? []
    this.clock = plan.startedAt
    this.context = new ContextWindow(this.random, this.era.cacheSplit ? (plan.cache ?? '5m') : '5m')
    this.#promptId = this.ids.uuid()
  }

  get path(): string {
    const project = `${this.plan.home ?? 'claude'}/projects/${projectFolder(this.plan.cwd)}`
    if (!this.agent) return `${project}/${this.sessionId}.jsonl`
    const name = `agent-${this.agent.id}.jsonl`
    return this.era.agents === 'below' ? `${project}/${this.sessionId}/subagents/${name}` : `${project}/${name}`
  }

  get transcript(): Transcript {
    return { path: this.path, lines: this.lines }
  }

  /** Begins with the records of another session; what follows is an answer to the last of them. */
  inherit(lines: readonly TranscriptLine[]): void {
    this.lines.push(...lines)
    for (const { records } of lines) {
      for (const { uuid } of records) if (typeof uuid === 'string') this.#last = uuid
    }
    this.context.add(lines.reduce((sum, line) => sum + JSON.stringify(line.records).length, 0) / 3)
  }

  wait(ms: number): void {
    this.clock += ms
  }

  /** A record without an id, which stands beside the conversation. */
  note(record: Json): void {
    this.lines.push({ at: this.clock, records: [record], copies: [] })
  }

  /** A record written at once behind the last one, without a newline between. */
  glue(record: Json): void {
    const last = this.lines.pop()
    if (last) this.lines.push({ ...last, records: [...last.records, record] })
  }

  /** A record of the conversation, after a moment. @returns its id */
  write(type: string, fields: Json, copies: readonly WrittenCopy[] = []): string {
    const { cwd, branch, version } = this.plan
    const uuid = this.ids.uuid()
    const record = {
      parentUuid: this.#last,
      isSidechain: this.agent !== null,
      ...(this.agent && this.era.agents !== 'inside' && { agentId: this.agent.id }),
      userType: 'external',
      ...(this.era.recent && { entrypoint: 'cli' }),
      cwd,
      sessionId: this.sessionId,
      version,
      ...(this.era.gitBranch && { gitBranch: branch }),
      type,
      ...fields,
      uuid,
      timestamp: new Date(this.clock).toISOString(),
    }
    this.lines.push({ at: this.clock, records: [record], copies })
    this.#last = uuid
    return uuid
  }

  /** The moment before the next record. */
  pause(): void {
    this.clock += this.random.within(this.plan.pace ?? [1_200, 9_000])
  }

  prompt(text: string, more: Json = {}): void {
    this.pause()
    this.#promptId = this.ids.uuid()
    this.context.add(text.length)
    this.write('user', { ...this.#byPrompt(), message: { role: 'user', content: text }, ...more })
  }

  #byPrompt = () => (this.era.recent ? { promptId: this.#promptId } : {})

  /**
   * One response of the model, a line for each of its blocks, then the results of its calls.
   * @returns the calls, to answer those without a result later
   */
  respond(reply: Reply): WrittenCall[] {
    const blocks = this.#blocks(reply)
    const chars = blocks.reduce((sum, block) => sum + JSON.stringify(block).length, 0)
    const counts = this.context.request(tokensOf(chars) + (reply.hidden ?? this.random.int(0, 240)))
    const [id, request] = [this.ids.message(), this.ids.request()]
    const outputs = writtenOutputs(this.era, counts.output, blocks.length, this.random)
    const written = blocks.map((block, index) => {
      this.pause()
      const copy: Counts = { ...counts, output: outputs[index] ?? 0 }
      const stop = this.#stopReason(reply, index === blocks.length - 1)
      return this.write(
        'assistant',
        {
          message: {
            model: this.plan.model,
            id,
            type: 'message',
            role: 'assistant',
            content: [block],
            stop_reason: stop,
            stop_sequence: null,
            usage: usageJson(this.era, copy, { model: this.plan.model, tier: this.plan.tier ?? 'standard', ...reply }),
          },
          requestId: request,
          ...(this.era.recent && { effort: 'high' }),
        },
        [{ key: `${id}/${request}`, model: this.plan.model, counts: copy }],
      )
    })
    const { calls = [] } = reply
    const first = blocks.length - calls.length
    const made = calls.map((_, index) => ({
      id: String(blocks[first + index]?.['id']),
      request,
      assistant: written[first + index] ?? null,
    }))
    calls.forEach(({ result }, index) => {
      const call = made[index]
      if (result && call) this.answer(call, result)
    })
    return made
  }

  #blocks({ thinking, text, calls = [], refused }: Reply): Json[] {
    return [
      ...(refused
        ? [{ type: 'fallback', from: { model: refused.model }, to: { model: this.plan.model } } satisfies Json]
        : []),
      ...(thinking ? [{ type: 'thinking', thinking, signature: this.ids.hex(48) } satisfies Json] : []),
      ...(text ? [{ type: 'text', text } satisfies Json] : []),
      ...calls.map(({ tool, input }): Json => ({ type: 'tool_use', id: this.ids.tool(), name: tool, input })),
    ]
  }

  #stopReason({ calls }: Reply, isLast: boolean): string | null {
    if (!this.era.recent && (!isLast || this.era.output === 'opening')) return null
    return calls && calls.length > 0 ? 'tool_use' : 'end_turn'
  }

  /** The result of a call. */
  answer(call: WrittenCall, result: ToolResult): void {
    this.calls += 1
    this.clock += result.took ?? this.random.int(40, 2_400)
    this.context.add(result.text.length)
    const failed = result.failed === true || result.denied === true
    const told = result.told ?? (failed ? `Error: ${result.text.replaceAll(/<\/?tool_use_error>/g, '')}` : undefined)
    this.write('user', {
      ...this.#byPrompt(),
      message: {
        role: 'user',
        content: [
          { tool_use_id: call.id, type: 'tool_result', content: result.text, ...(failed && { is_error: true }) },
        ],
      },
      ...(told !== undefined && !this.agent && { toolUseResult: told }),
      ...(this.era.sourceAssistant && { sourceToolAssistantUUID: call.assistant }),
      ...(result.denied && this.era.recent && { toolDenialKind: 'user_rejected' }),
    })
  }

  /** Breaks the chain of records. @returns the id of the last one */
  detach(): string | null {
    const last = this.#last
    this.#last = null
    return last
  }

  newRequestId = () => this.ids.request()
  newUuid = () => this.ids.uuid()
}
