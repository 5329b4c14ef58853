/**
 * Writes the folder of an InterLLM run as the system itself does, step by step: for tests and for the sample fleet. Every
 * method appends what the program would have written by then, so a run can be left at any point.
 */
import { idAt } from '@/lib/sources/codex/rollout-lines'
import { CodexCalls, type Work } from './codex-calls-fixture'

export interface RunOptions {
  startMs: number
  model?: string
  effort?: string
  /** What Codex runs with in truth; by default what was asked for. */
  observedModel?: string
  observedEffort?: string
  maxScenarios?: number | null
  inputPath?: string
}

export interface Scenario {
  kind: 'prompt_calibration' | 'executor_calibration' | 'scenario_run'
  number?: string
  title?: string
  outputPath?: string
  prompt?: string
}

type Json = Record<string, unknown>

const SECOND_MS = 1_000
const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+00:00')
const compact = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')

/** One run; `files()` is its folder so far. */
export class InterllmRun {
  readonly runId: string
  nowMs: number
  private readonly config: Json
  private readonly events: Json[] = []
  private readonly runs: Json[] = []
  private readonly traffic: Json[] = []
  private readonly log: string[] = []
  private readonly outputs = new Map<string, string>()
  private seq = 0
  private request = 2
  private open: Json | null = null
  private readonly calls: CodexCalls

  constructor(options: RunOptions) {
    this.nowMs = options.startMs
    this.runId = compact(options.startMs)
    const { model = 'gpt-5-codex', effort = 'medium', inputPath = 'input/ScenarioList.md' } = options
    const log_dir = `logs/run-${this.runId}`
    this.config = {
      run_id: this.runId,
      input_path: inputPath,
      input_template_path: 'input/prompt_template.txt',
      base_template_path: 'src/prompt_template_base.txt',
      output_dir: 'outputs',
      todo_path: 'outputs/todo_scenarios.txt',
      results_path: 'outputs/MASTER_RESULTS.md',
      prompt_template_path: 'outputs/prompt_template.txt',
      model,
      reasoning_effort: effort,
      max_scenarios: options.maxScenarios ?? null,
      overwrite: false,
      log_dir,
    }
    const { observedModel = model, observedEffort = effort } = options
    this.calls = new CodexCalls(this, { model: observedModel, effort: observedEffort })
    const command = ['npx', '-y', 'codex', '--model', model, '--ask-for-approval', 'never']
    command.push('--config', `model_reasoning_effort="${effort}"`, 'mcp-server')
    this.event('run_start', { run_id: this.runId, log_dir, model, reasoning_effort: effort })
    this.event('codex_mcp_command', { command })
    this.line({ direction: 'lifecycle', event: 'start', command })
    this.client({ method: 'initialize', params: {}, jsonrpc: '2.0', id: 0 })
    this.server({ id: 0, jsonrpc: '2.0', result: { serverInfo: { name: 'codex-mcp-server', version: '0.77.0' } } })
  }

  private event(event: string, more: Json): void {
    this.events.push({ ts: iso(this.nowMs), event, ...more })
  }

  /** A line of the traffic as it stands; for what no method writes. */
  line(more: Json): void {
    this.seq += 1
    this.traffic.push({ seq: this.seq, ts: iso(this.nowMs), ...more })
  }

  private client(message: Json): void {
    const data = JSON.stringify(message)
    this.line({ direction: 'client_to_server', bytes: data.length, data })
  }

  /** A message of the Codex server. */
  server(message: Json): void {
    const data = JSON.stringify(message)
    this.line({ direction: 'server_to_client', bytes: data.length, data })
  }

  /** What the server writes to its error channel, in colours. */
  stderr(level: string, target: string, text: string): void {
    const time = new Date(this.nowMs).toISOString().replace('Z', '778Z')
    const data = `\u001b[2m${time}\u001b[0m \u001b[31m${level}\u001b[0m \u001b[2m${target}\u001b[0m\u001b[2m:\u001b[0m ${text}`
    this.line({ direction: 'server_stderr', bytes: data.length, data })
  }

  /** Lets time pass. */
  wait(seconds: number): this {
    this.nowMs += seconds * SECOND_MS
    return this
  }

  /** The coordinator begins. */
  start({ kind, number, title, outputPath, prompt }: Scenario): this {
    const about: Json =
      kind === 'prompt_calibration'
        ? { prompt_template_path: 'outputs/prompt_template.txt' }
        : { scenario_number: number, scenario_title: title, output_path: outputPath }
    const agent = kind === 'prompt_calibration' ? 'Scheduler' : 'Executor'
    this.open = { run_kind: kind, agent, ...about }
    const text = prompt ?? `Write the guidance note for ${number}) ${title} to ${outputPath}. Reply with "DONE".`
    this.runs.push({ ts: iso(this.nowMs), event: 'agent_run_start', prompt: text, ...this.open })
    return this
  }

  /** The coordinator ends with an answer; `usage` null: the SDK counted nothing. */
  end(output: string, usage: { input: number; output: number } | null): this {
    const counted = usage && {
      requests: 2,
      input_tokens: usage.input,
      output_tokens: usage.output,
      total_tokens: usage.input + usage.output,
    }
    const more = { output, last_response_id: `resp_${this.runs.length}`, usage: counted }
    this.runs.push({ ts: iso(this.nowMs), event: 'agent_run_end', ...this.open, ...more })
    return this
  }

  /** The coordinator ends with an exception, and the program with it. */
  error(message: string): this {
    this.runs.push({ ts: iso(this.nowMs), event: 'agent_run_error', ...this.open, error: message })
    return this
  }

  /** One call to Codex, with all that comes of it. @returns the session's id */
  work(work: Work): string {
    this.request += 1
    const id = this.request
    const session = work.reply ?? idAt(this.nowMs, id)
    const args = work.reply
      ? { conversationId: work.reply }
      : { 'approval-policy': 'never', sandbox: 'workspace-write' }
    const params = {
      name: work.reply ? 'codex-reply' : 'codex',
      arguments: { ...args, ...work.args, prompt: work.prompt },
    }
    this.client({ method: 'tools/call', params, jsonrpc: '2.0', id })
    this.calls.play(work, session, id)
    return session
  }

  /** A line of the SDK's own log: local time that calls itself UTC. */
  sdkLog(level: string, text: string, zoneHours = -5): this {
    const local = new Date(this.nowMs + zoneHours * 3_600_000).toISOString().slice(0, 19)
    this.log.push(`${local}Z ${level} openai.agents: ${text}`)
    return this
  }

  /** A scenario's file, within the run's own folder. */
  wrote(path: string, text: string): this {
    this.outputs.set(path, text)
    return this
  }

  /** The server ends. */
  exit(returncode: number | null): this {
    this.line({ direction: 'lifecycle', event: 'exit', returncode })
    return this
  }

  /** The whole list was worked through. */
  complete(): this {
    this.event('run_complete', { run_id: this.runId })
    return this
  }

  /** The folder so far: path → content. */
  files(): Record<string, string> {
    const lines = (list: readonly Json[]) => list.map((value) => `${JSON.stringify(value)}\n`).join('')
    const files: Record<string, string> = {
      'run_config.json': `${JSON.stringify(this.config, null, 2)}\n`,
      'run_events.jsonl': lines(this.events),
      'agent_runs.jsonl': lines(this.runs),
      'codex_mcp_traffic.jsonl': lines(this.traffic),
      'agents_sdk.log': this.log.map((line) => `${line}\n`).join(''),
    }
    return { ...files, ...Object.fromEntries(this.outputs) }
  }
}
