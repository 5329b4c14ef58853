import { minus, tokens } from '@/lib/sources/codex/rollout-lines'

export interface Work {
  prompt: string
  /** Sums of tokens after each response; none: the session never counts. */
  sums?: readonly number[]
  commands?: readonly { command: string; exitCode: number; output?: string }[]
  /** Files that patches change; a deletion by `delete`. */
  patches?: readonly { path: string; success?: boolean; delete?: boolean }[]
  lastMessage?: string | null
  /** The API refuses the request: Codex ends with an error. */
  refused?: { httpStatus: number; detail: string }
  /** A server that sends events only, no response items. */
  eventsOnly?: boolean
  /** Goes on with an earlier session. */
  reply?: string
  /** The session is still at work: it neither ends nor answers. */
  unfinished?: boolean
  args?: Record<string, unknown>
}

type Json = Record<string, unknown>

/** The Codex server of one run: what it sends while it works on a call. */
export class CodexCalls {
  /** Session → tokens so far. */
  private readonly sums = new Map<string, number>()

  constructor(
    private readonly to: { server(message: Json): void; stderr(level: string, target: string, text: string): void },
    private readonly observed: { model: string; effort: string },
  ) {}

  /** All that comes of one call. */
  play(work: Work, session: string, id: number): void {
    const send = (msg: Json) =>
      this.to.server({
        jsonrpc: '2.0',
        method: 'codex/event',
        params: { _meta: { requestId: id }, id: String(id), msg },
      })
    if (!work.reply) send(this.configured(session))
    send({ type: 'task_started', model_context_window: 258_400 })
    const say = (item: Json) => (work.eventsOnly ? undefined : send({ type: 'raw_response_item', item }))
    say({ type: 'message', role: 'user', content: [{ type: 'input_text', text: work.prompt }] })
    send({ type: 'user_message', message: work.prompt, images: [] })
    send({ type: 'token_count', info: null, rate_limits: limits(40) })
    if (work.refused) this.refuse(work.refused, id, send)
    else this.carryOut(work, { session, id, send, say })
  }

  private configured(session: string): Json {
    return {
      type: 'session_configured',
      session_id: session,
      model: this.observed.model,
      model_provider_id: 'openai',
      approval_policy: 'never',
      sandbox_policy: { type: 'workspace-write', network_access: false },
      cwd: '/home/somebody/scenarios',
      reasoning_effort: this.observed.effort,
      rollout_path: `/home/somebody/.codex/sessions/rollout-${session}.jsonl`,
    }
  }

  private refuse({ httpStatus, detail }: NonNullable<Work['refused']>, id: number, send: (msg: Json) => void): void {
    const message = JSON.stringify({ detail })
    this.to.stderr(
      'ERROR',
      'codex_api::endpoint::responses',
      `error=http ${httpStatus} Bad Request: Some(${JSON.stringify(message)})`,
    )
    send({ type: 'error', message, codex_error_info: 'other' })
    this.to.server({ id, jsonrpc: '2.0', result: { error: message } })
  }

  private carryOut(
    work: Work,
    by: { session: string; id: number; send: (msg: Json) => void; say: (item: Json) => void },
  ): void {
    const { session, id, send, say } = by
    for (const [index, one] of (work.commands ?? []).entries()) this.command(one, `call_${id}_${index}`, send, say)
    for (const [index, one] of (work.patches ?? []).entries()) patch(one, `patch_${id}_${index}`, send)
    for (const sum of work.sums ?? []) {
      const last = minus(tokens(sum), tokens(this.sums.get(session) ?? 0))
      const info = { total_token_usage: tokens(sum), last_token_usage: last, model_context_window: 258_400 }
      this.sums.set(session, sum)
      // The program writes each count twice: after the response, and after its tools.
      for (let times = 0; times < 2; times += 1) send({ type: 'token_count', info, rate_limits: limits(41) })
    }
    if (work.unfinished) return
    const text = work.lastMessage ?? 'Done.'
    send({ type: 'agent_message_delta', delta: text.slice(0, 4) })
    send({ type: 'agent_message', message: text })
    say({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] })
    send({ type: 'task_complete', last_agent_message: text })
    this.to.server({ id, jsonrpc: '2.0', result: { content: [{ type: 'text', text }] } })
  }

  private command(
    { command, exitCode, output = '' }: NonNullable<Work['commands']>[number],
    callId: string,
    send: (msg: Json) => void,
    say: (item: Json) => void,
  ): void {
    const words = ['/bin/bash', '-lc', command]
    say({ type: 'function_call', name: 'exec_command', arguments: JSON.stringify({ cmd: command }), call_id: callId })
    send({ type: 'exec_command_begin', call_id: callId, command: words, cwd: '/home/somebody/scenarios' })
    const end = { exit_code: exitCode, duration: { secs: 0, nanos: 50_000_000 }, aggregated_output: output }
    send({ type: 'exec_command_end', call_id: callId, command: words, ...end })
    const text = `Wall time: 0.05 seconds\nProcess exited with code ${exitCode}\nOutput:\n${output}`
    say({ type: 'function_call_output', call_id: callId, output: text })
  }
}

const limits = (percent: number): Json => ({
  primary: { used_percent: percent, window_minutes: 300, resets_at: 1_766_466_881 },
  secondary: { used_percent: 51, window_minutes: 10_080, resets_at: 1_766_784_097 },
})

function patch(one: NonNullable<Work['patches']>[number], callId: string, send: (msg: Json) => void): void {
  const change = one.delete ? { type: 'delete', content: '' } : { type: 'add', content: '# Scenario\n' }
  const changes = { [`/home/somebody/scenarios/${one.path}`]: change }
  send({ type: 'patch_apply_begin', call_id: callId, auto_approved: true, changes })
  const success = one.success ?? true
  const said = success ? { stdout: 'Success.', stderr: '' } : { stdout: '', stderr: 'permission denied' }
  send({ type: 'patch_apply_end', call_id: callId, ...said, success, changes })
}
