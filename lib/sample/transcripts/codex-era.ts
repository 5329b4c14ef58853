/** What a version of Codex writes, as far as its rollouts differ. */
import type { Json } from './transcript-file'

export type CodexCall =
  | { kind: 'exec'; command: string; output: string; exit: number; seconds?: number }
  | { kind: 'patch'; file: string; before: string; after: string; refused?: string }
  | { kind: 'plan'; steps: readonly string[]; done: number }

export interface CodexEra {
  /** From 0.118: turns have ids, starts and ends. Before, every count is written twice. */
  turns: boolean
  /** 0.118 to 0.128: some counts are written again, and commands have an event of their own. */
  repeats: boolean
  sessionId: boolean
  /** 0.169. */
  newest: boolean
  callItem: (call: CodexCall, id: string, cwd: string) => Json
  callResult: (call: CodexCall, id: string, at: ResultPlace) => { output: string; event: Json | null }
}

interface ResultPlace {
  cwd: string
  chunk: string
  turn: string
}

export function codexEra(version: string): CodexEra {
  const minor = Number.parseInt(version.split('.')[1] ?? '0', 10)
  const turns = minor >= 118
  const repeats = turns && minor <= 128
  return {
    turns,
    repeats,
    sessionId: minor >= 142,
    newest: minor >= 169,
    callItem: (call, id, cwd) => callItem(call, id, cwd, turns),
    callResult: (call, id, at) => ({
      output: outputOf(call, at, { turns, structuredPatch: minor <= 128 }),
      event: eventOf(call, id, at, repeats),
    }),
  }
}

function callItem(call: CodexCall, call_id: string, workdir: string, turns: boolean): Json {
  const asFunction = (name: string, input: Json) => ({
    type: 'function_call',
    name,
    arguments: JSON.stringify(input),
    call_id,
  })
  if (call.kind === 'patch')
    return { type: 'custom_tool_call', status: 'completed', call_id, name: 'apply_patch', input: patchText(call) }
  if (call.kind === 'plan') {
    const plan = call.steps.map((step, index) => ({ step, status: stepState(index, call.done) }))
    return asFunction('update_plan', { plan })
  }
  return turns
    ? asFunction('exec_command', { cmd: call.command, workdir, max_output_tokens: 4_000 })
    : asFunction('shell', { command: ['bash', '-lc', call.command], workdir })
}

const stepState = (index: number, done: number) =>
  index < done ? 'completed' : index === done ? 'in_progress' : 'pending'

function patchText({ file, before, after }: CodexCall & { kind: 'patch' }): string {
  const lines = (text: string, sign: string) => text.split('\n').map((line) => sign + line)
  return [
    '*** Begin Patch',
    `*** Update File: ${file}`,
    '@@',
    ...lines(before, '-'),
    ...lines(after, '+'),
    '*** End Patch',
  ].join('\n')
}

function outputOf(call: CodexCall, at: ResultPlace, era: { turns: boolean; structuredPatch: boolean }): string {
  if (call.kind === 'plan') return 'Plan updated'
  if (call.kind === 'patch') {
    if (call.refused) return `apply_patch verification failed: ${call.refused}`
    const said = `Success. Updated the following files:\nM ${call.file}\n`
    return era.structuredPatch
      ? JSON.stringify({ output: said, metadata: { exit_code: 0, duration_seconds: 0 } })
      : `Exit code: 0\nWall time: 0 seconds\nOutput:\n${said}`
  }
  const seconds = call.seconds ?? 0.4
  if (!era.turns)
    return JSON.stringify({ output: call.output, metadata: { exit_code: call.exit, duration_seconds: seconds } })
  return [
    `Chunk ID: ${at.chunk}`,
    `Wall time: ${seconds.toFixed(4)} seconds`,
    `Process exited with code ${call.exit}`,
    `Original token count: ${Math.ceil(call.output.length / 4)}`,
    'Output:',
    call.output,
  ].join('\n')
}

function eventOf(call: CodexCall, call_id: string, at: ResultPlace, repeats: boolean): Json | null {
  if (call.kind === 'patch') {
    const success = call.refused === undefined
    return { type: 'patch_apply_end', call_id, success, changes: { [call.file]: { type: 'update' } } }
  }
  if (call.kind === 'plan' || !repeats) return null
  const secs = Math.floor(call.seconds ?? 0)
  return {
    type: 'exec_command_end',
    call_id,
    turn_id: at.turn,
    command: ['/bin/bash', '-lc', call.command],
    cwd: at.cwd,
    stdout: call.exit === 0 ? call.output : '',
    stderr: call.exit === 0 ? '' : call.output,
    aggregated_output: call.output,
    exit_code: call.exit,
    duration: { secs, nanos: 0 },
    status: call.exit === 0 ? 'completed' : 'failed',
  }
}
