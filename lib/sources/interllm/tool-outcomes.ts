import { fieldOf, integerOf, isObject, type Json, objectOf, textOf } from '@/lib/sources/codex/json-value'

/** A patch or a command that names the file a scenario is to write. */
export interface Touch {
  seq: number
  how: 'patch' | 'command' | 'deletion'
  ok: boolean
}

/** What the tools of one Codex session did. */
export interface ToolOutcomes {
  commandsOk: number
  commandsFailed: number
  patchesOk: number
  patchesFailed: number
  touches: Touch[]
}

export const noOutcomes = (): ToolOutcomes => ({
  commandsOk: 0,
  commandsFailed: 0,
  patchesOk: 0,
  patchesFailed: 0,
  touches: [],
})

const TOUCHES_MAX = 1_000

/** Begun calls by their id: an end of older versions names neither command nor files. */
type Begun = Record<string, Json>

/** Counts the end of a command or patch, and whether it touched the file. */
export function countOutcome(
  outcomes: ToolOutcomes,
  msg: Json,
  about: { seq: number; outputPath: string | null; begun: Begun },
): void {
  const type = textOf(msg, 'type')
  const callId = textOf(msg, 'call_id')
  if (callId !== null && (type === 'exec_command_begin' || type === 'patch_apply_begin')) about.begun[callId] = msg
  if (type === 'exec_command_end') commandEnded(outcomes, msg, about)
  if (type === 'patch_apply_end') patchEnded(outcomes, msg, about)
  const diff = type === 'turn_diff' ? textOf(msg, 'unified_diff') : null
  if (diff !== null && namesFile(diff, about.outputPath)) touch(outcomes, { seq: about.seq, how: 'patch', ok: true })
  if (callId !== null && type?.endsWith('_end') === true) delete about.begun[callId]
}

type About = Parameters<typeof countOutcome>[2]

const beginOf = (msg: Json, { begun }: About) => begun[textOf(msg, 'call_id') ?? ''] ?? null

function commandEnded(outcomes: ToolOutcomes, msg: Json, about: About): void {
  const exitCode = integerOf(msg, 'exit_code')
  if (exitCode === null) return
  const ok = exitCode === 0
  if (ok) outcomes.commandsOk += 1
  else outcomes.commandsFailed += 1
  const command = fieldOf(msg, 'command') ?? fieldOf(beginOf(msg, about), 'command')
  const words = Array.isArray(command) ? command.filter((word) => typeof word === 'string').join(' ') : command
  if (typeof words !== 'string' || !namesFile(words, about.outputPath)) return
  touch(outcomes, { seq: about.seq, how: 'command', ok })
}

function patchEnded(outcomes: ToolOutcomes, msg: Json, about: About): void {
  const ok = msg['success'] !== false
  if (ok) outcomes.patchesOk += 1
  else outcomes.patchesFailed += 1
  const changes = objectOf(msg, 'changes') ?? objectOf(beginOf(msg, about), 'changes')
  for (const [path, change] of Object.entries(changes ?? {})) {
    if (!namesFile(path, about.outputPath)) continue
    const deletes = isObject(change) && (change['type'] === 'delete' || Object.hasOwn(change, 'delete'))
    touch(outcomes, { seq: about.seq, how: deletes ? 'deletion' : 'patch', ok })
  }
}

function touch(outcomes: ToolOutcomes, one: Touch): void {
  if (outcomes.touches.length < TOUCHES_MAX) outcomes.touches.push(one)
}

/** Whether a text names the file: its name as a word, whatever folder stands before it. */
export function namesFile(text: string, path: string | null): boolean {
  const name = path?.split(/[\\/]/).at(-1) ?? ''
  if (name === '') return false
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + name.length] ?? ' ']
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true
  }
  return false
}

/** The outcomes of several sessions as those of one scenario. */
export function sumOutcomes(all: readonly ToolOutcomes[]): ToolOutcomes {
  const sum = noOutcomes()
  for (const one of all) {
    sum.commandsOk += one.commandsOk
    sum.commandsFailed += one.commandsFailed
    sum.patchesOk += one.patchesOk
    sum.patchesFailed += one.patchesFailed
    for (const item of one.touches) touch(sum, item)
  }
  return sum
}
