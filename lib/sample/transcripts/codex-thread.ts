import { Random } from '@/lib/sample/random'
import { type CodexCall, type CodexEra, codexEra } from './codex-era'
import { afterResponse, CONTEXT_WINDOW, infoOf, NOTHING_SPENT, type Sum } from './codex-sum'
import { NativeIds } from './native-ids'
import type { Json, Transcript, TranscriptLine } from './transcript-file'
import type { WrittenCopy } from './written-usage'

export interface CodexReply {
  reasoning?: string
  text?: string
  calls?: readonly CodexCall[]
  /** The answer that ends the turn. */
  final?: boolean
}

export interface CodexThreadPlan {
  seed: string
  version: string
  model: string
  cwd: string
  branch: string
  startedAt: number
  home?: string
  parent?: { thread: CodexThread; nickname: string; role: string; replays: boolean }
}

const CHARS_PER_TOKEN = 3.6

/** Writes a Codex rollout line by line, as the given version of the program does. */
export class CodexThread {
  readonly era: CodexEra
  readonly id: string
  readonly lines: TranscriptLine[] = []
  readonly random: Random
  clock: number
  #ids: NativeIds
  #sum = NOTHING_SPENT
  #context = 0
  #turn = ''
  #turnStartedAt = 0

  constructor(readonly plan: CodexThreadPlan) {
    this.era = codexEra(plan.version)
    this.#ids = new NativeIds(plan.seed)
    this.random = new Random(plan.seed)
    this.clock = plan.startedAt
    this.id = this.#ids.uuidAt(plan.startedAt)
    this.#context = this.random.int(9_000, 14_000)
    this.#meta()
    if (plan.parent?.replays) this.#replay(plan.parent.thread)
  }

  get transcript(): Transcript {
    const [day = '', time = ''] = new Date(this.plan.startedAt).toISOString().slice(0, 19).split('T')
    const folder = `${this.plan.home ?? 'codex'}/sessions/${day.replaceAll('-', '/')}`
    return { path: `${folder}/rollout-${day}T${time.replaceAll(':', '-')}-${this.id}.jsonl`, lines: this.lines }
  }

  #line(type: string, payload: Json, copies: readonly WrittenCopy[] = []): void {
    const record = {
      timestamp: new Date(this.clock).toISOString(),
      ...(this.era.newest && { ordinal: this.lines.length }),
      type,
      payload,
    }
    this.lines.push({ at: this.clock, records: [record], copies })
  }

  #event = (type: string, payload: Json, copies?: readonly WrittenCopy[]) =>
    this.#line('event_msg', { type, ...payload }, copies)
  #item = (type: string, payload: Json) => this.#line('response_item', { type, ...payload })

  #meta(): void {
    const { cwd, version, branch, parent } = this.plan
    const spawn = parent && {
      parent_thread_id: parent.thread.id,
      depth: 1,
      agent_path: null,
      agent_nickname: parent.nickname,
      agent_role: parent.role,
    }
    this.#line('session_meta', {
      ...(this.era.sessionId && { session_id: this.id }),
      id: this.id,
      timestamp: new Date(this.plan.startedAt).toISOString(),
      cwd,
      originator: this.era.newest ? 'codex_exec' : this.era.turns ? 'codex-tui' : 'codex_cli_rs',
      cli_version: version,
      source: spawn ? { subagent: { thread_spawn: spawn } } : this.era.newest ? 'exec' : 'cli',
      ...(parent && { agent_nickname: parent.nickname, agent_role: parent.role }),
      model_provider: 'openai',
      git: { commit_hash: this.#ids.hex(40), branch, repository_url: 'https://git.example/team/project.git' },
    })
  }

  /** A copy of the parent's whole history, written in one burst; the sum goes on from the parent's. */
  #replay(parent: CodexThread): void {
    for (const line of parent.lines) {
      const records = line.records.map((record) => ({ ...record, timestamp: new Date(this.clock).toISOString() }))
      this.lines.push({ ...line, at: this.clock, records })
    }
    this.#sum = parent.#sum
    this.#context = parent.#context
    this.clock += 1_500
  }

  wait(ms: number): void {
    this.clock += ms
  }

  #pause(): void {
    this.clock += this.random.int(900, 7_000)
  }

  /** A person's request, or the parent's to a sub-agent. */
  prompt(text: string): void {
    this.#pause()
    this.#turnStartedAt = this.clock
    this.#turn = this.#ids.uuidAt(this.clock)
    if (this.era.turns) {
      const started_at = Math.floor(this.clock / 1_000)
      this.#event('task_started', { turn_id: this.#turn, started_at, model_context_window: CONTEXT_WINDOW })
    }
    this.#turnContext()
    this.#context += Math.ceil(text.length / CHARS_PER_TOKEN)
    this.#item('message', { role: 'user', content: [{ type: 'input_text', text }] })
    this.#event('user_message', { message: text, images: [] })
    if (this.era.turns && this.#sum.total_tokens === 0) this.#event('token_count', { info: null, rate_limits: null })
  }

  #turnContext(): void {
    const { cwd, model } = this.plan
    this.#line('turn_context', {
      ...(this.era.turns && { turn_id: this.#turn }),
      cwd,
      approval_policy: 'on-request',
      sandbox_policy: { [this.era.turns ? 'type' : 'mode']: 'workspace-write' },
      model,
      effort: 'medium',
      summary: 'auto',
    })
  }

  respond({ reasoning, text, calls = [], final = false }: CodexReply): void {
    if (!this.era.turns) this.#turnContext()
    this.#pause()
    if (reasoning) {
      const summary = [{ type: 'summary_text', text: reasoning }]
      if (!this.era.newest) this.#event('agent_reasoning', { text: reasoning })
      this.#item('reasoning', { summary, content: null, encrypted_content: this.#ids.hex(60) })
    }
    if (text) {
      const phase = this.era.turns ? { phase: final ? 'final_answer' : 'commentary' } : {}
      this.#event('agent_message', { message: text, ...phase })
      this.#item('message', { role: 'assistant', content: [{ type: 'output_text', text }], ...phase })
    }
    const made = calls.map((call) => ({ call, id: this.#ids.call() }))
    for (const { call, id } of made) this.#line('response_item', this.era.callItem(call, id, this.plan.cwd))
    const said = JSON.stringify({ text, calls: calls.map((call) => this.era.callItem(call, '', '')) }).length
    this.#spend(Math.ceil(said / CHARS_PER_TOKEN), reasoning ? this.random.int(40, 900) : 0)
    for (const { call, id } of made) this.#result(call, id)
    if (final) this.#complete(text ?? '')
  }

  #result(call: CodexCall, id: string): void {
    this.clock += call.kind === 'exec' ? Math.round((call.seconds ?? 0.4) * 1_000) : 60
    const chunk = this.#ids.hex(6)
    const { output, event } = this.era.callResult(call, id, { cwd: this.plan.cwd, chunk, turn: this.#turn })
    if (event) this.#line('event_msg', event)
    const type = call.kind === 'patch' ? 'custom_tool_call_output' : 'function_call_output'
    this.#item(type, { call_id: id, output })
    this.#context += Math.ceil(output.length / CHARS_PER_TOKEN)
  }

  /** One response: the sum grows, and is written once or again and again. */
  #spend(plain: number, reasoning: number): void {
    const { last, sum, counts } = afterResponse(this.#sum, {
      context: this.#context,
      output: plain + reasoning,
      reasoning,
      cachedPercent: this.random.int(55, 96),
      writes: this.era.newest,
    })
    this.#sum = sum
    this.#context += plain + reasoning
    const copy = { key: `${this.id}/${sum.total_tokens}`, model: this.plan.model, counts }
    if (this.era.newest) this.#usageRecord(last)
    this.#tokenCount(last, [copy])
    const again = this.era.turns ? (this.era.repeats && this.random.chance(0.25) ? 1 : 0) : 1
    for (let times = 0; times < again; times += 1) {
      this.clock += 40
      this.#tokenCount(last, [copy])
    }
  }

  #tokenCount(last: Sum, copies: readonly WrittenCopy[]): void {
    const info = infoOf(this.#sum, last, this.era.newest)
    const primary = { used_percent: 4, window_minutes: 300, resets_at: Math.floor(this.clock / 1_000) + 9_000 }
    this.#event('token_count', { info, rate_limits: { primary, secondary: null } }, copies)
  }

  #usageRecord(usage: Sum): void {
    const ids = { thread_id: this.id, turn_id: this.#turn, session_id: this.id, root_turn_id: this.#turn }
    this.#line('token_usage_record', { ...ids, response_id: `resp_${this.#ids.hex(24)}`, usage: { ...usage } })
  }

  /** The history is replaced by a shorter one; what follows in `last_token_usage` is only an estimate. */
  compact(message: string): void {
    this.#pause()
    const kept = { type: 'message', role: 'user', content: [{ type: 'input_text', text: message }] }
    this.#line('compacted', { message: '', replacement_history: [kept] })
    this.#event('context_compacted', {})
    this.#context = 9_000 + Math.ceil(message.length / CHARS_PER_TOKEN)
    this.#tokenCount({ ...NOTHING_SPENT, total_tokens: this.#context }, [])
  }

  /** The person stopped the turn. */
  abort(): void {
    this.#pause()
    const duration_ms = this.clock - this.#turnStartedAt
    this.#event('turn_aborted', {
      ...(this.era.turns && { turn_id: this.#turn }),
      reason: 'interrupted',
      ...(this.era.turns && { completed_at: Math.floor(this.clock / 1_000), duration_ms }),
    })
  }

  #complete(answer: string): void {
    if (!this.era.turns) return
    const duration_ms = this.clock - this.#turnStartedAt
    const completed_at = Math.floor(this.clock / 1_000)
    this.#event('task_complete', { turn_id: this.#turn, last_agent_message: answer, completed_at, duration_ms })
  }

  /** Starts a sub-agent; its rollout is one of its own. */
  spawn(of: { nickname: string; role: string; prompt: string; replays: boolean }): CodexThread {
    const id = this.#ids.call()
    this.#pause()
    const input = { agent_type: of.role, message: of.prompt, fork_context: of.replays }
    const call = { name: 'spawn_agent', arguments: JSON.stringify(input), call_id: id }
    this.#item('function_call', call)
    this.#spend(Math.ceil(call.arguments.length / CHARS_PER_TOKEN), 30)
    const { seed, version, model, cwd, branch, home } = this.plan
    const child = new CodexThread({
      ...{ seed: `${seed} agent ${this.lines.length}`, version, model, cwd, branch, startedAt: this.clock + 300 },
      ...(home !== undefined && { home }),
      parent: { thread: this, nickname: of.nickname, role: of.role, replays: of.replays },
    })
    child.prompt(of.prompt)
    this.clock += 500
    const output = JSON.stringify({ agent_id: child.id, nickname: of.nickname })
    this.#item('function_call_output', { call_id: id, output })
    this.#event('collab_agent_spawn_end', {
      call_id: id,
      sender_thread_id: this.id,
      new_thread_id: child.id,
      new_agent_nickname: of.nickname,
      new_agent_role: of.role,
      prompt: of.prompt,
      model,
      status: 'running',
    })
    return child
  }
}
