import type { EntryOutcome } from '@/lib/model/records'
import { fieldOf, integerOf, isObject, objectOf, textOf } from './json-value'
import type { CallEnd } from './thread-state'

/** A picture within an output or a message; its bytes stay in the raw record. */
export interface Picture {
  title: string
}

export interface ToolOutput {
  text: string | null
  pictures: Picture[]
  outcome: EntryOutcome | null
  exitCode: number | null
}

/** What a unified exec writes above the output; a command may have many lines. */
const HEAD_MAX = 20_000
const EXEC_HEAD = /^(?:Command: |Chunk ID: |Wall time: )/
const EXEC_STATE = /^Process (?:exited with code (-?\d{1,9})|running with session ID)/m
const PATCH_HEAD = /^Exit code: (-?\d{1,9})\n/
const DENIED =
  /\b(?:rejected|denied|declined) by (?:the )?user\b|\buser (?:rejected|cancelled|denied|declined) MCP tool call\b/i
const INTERRUPTED = /^aborted(?: by user)?\b|\binterrupted by user\b/i
const FAILED =
  /^(?:apply_patch verification failed|[a-z_ ]{2,40} failed(?: for|:)|failed to parse|failed in sandbox|unsupported (?:call|custom tool call)|execution error|tool call error|err(?:or)?:|sandbox error)/i
const MESSAGE_MAX = 2_000

/** Reads the result of a call, in the forms of every version. `end` is what an event said of it before. */
export function toolOutput(output: unknown, tool: string | null, end: CallEnd | null): ToolOutput {
  const { text: raw, pictures, success } = contentOf(output)
  const { text, exitCode: written, running } = unwrapped(raw)
  const exitCode = written ?? end?.exitCode ?? null
  return { text, pictures, exitCode, outcome: outcomeOf(text, { exitCode, running, success, tool, end }) }
}

interface Content {
  text: string | null
  pictures: Picture[]
  success: boolean | null
}

/** Text and pictures of an output: plain text, a list of content items, or both in an object. */
function contentOf(output: unknown): Content {
  if (typeof output === 'string') return { text: output, pictures: [], success: null }
  if (Array.isArray(output)) return { ...textAndPictures(output), success: null }
  if (!isObject(output)) return { text: null, pictures: [], success: null }
  const success = fieldOf(output, 'success')
  const inner = contentOf(fieldOf(output, 'content') ?? fieldOf(output, 'content_items') ?? fieldOf(output, 'output'))
  return { ...inner, success: typeof success === 'boolean' ? success : null }
}

/** The text items of a content list put together, and its pictures. */
export function textAndPictures(items: readonly unknown[]): { text: string | null; pictures: Picture[] } {
  const texts: string[] = []
  const pictures: Picture[] = []
  for (const item of items) {
    const text = textOf(item, 'text')
    if (text !== null) texts.push(text)
    else if (textOf(item, 'type')?.includes('image') === true) pictures.push({ title: pictureTitle(item) })
  }
  return { text: texts.length === 0 ? null : texts.join('\n'), pictures }
}

/** `image/png`, or the address; never the bytes. */
function pictureTitle(item: unknown): string {
  const source = fieldOf(item, 'image_url') ?? fieldOf(item, 'url') ?? fieldOf(item, 'path')
  const address = typeof source === 'string' ? source : textOf(source, 'url')
  if (address === null) return 'image'
  const media = /^data:([\w.+-]+\/[\w.+-]+)/.exec(address.slice(0, 80))?.[1]
  return media ?? (address.startsWith('data:') ? 'image' : address.slice(0, 200))
}

/** To 0.128 some outputs are JSON in a string; later ones say the exit code in the lines above the output. */
function unwrapped(raw: string | null): { text: string | null; exitCode: number | null; running: boolean } {
  if (raw === null) return { text: null, exitCode: null, running: false }
  if (raw.startsWith('{"output":')) {
    const inner = jsonOf(raw)
    if (inner !== null && typeof inner['output'] === 'string') {
      const metadata = objectOf(inner, 'metadata')
      return { text: inner['output'], exitCode: metadata && integerOf(metadata, 'exit_code'), running: false }
    }
  }
  const patch = PATCH_HEAD.exec(raw.slice(0, 40))
  if (patch) return { text: raw, exitCode: Number(patch[1]), running: false }
  if (!EXEC_HEAD.test(raw)) return { text: raw, exitCode: null, running: false }
  const state = EXEC_STATE.exec(headOf(raw))
  const code = state?.[1]
  return {
    text: raw,
    exitCode: code === undefined ? null : Number(code),
    running: state !== null && code === undefined,
  }
}

/** The lines above the output: what the output itself says of exit codes is its own affair. */
function headOf(raw: string): string {
  const head = raw.slice(0, HEAD_MAX)
  const state = head.search(EXEC_STATE)
  const output = head.indexOf('\nOutput:\n')
  return output !== -1 && state > output && !raw.startsWith('Command: ') ? head.slice(0, output) : head
}

function jsonOf(text: string) {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

interface Told {
  exitCode: number | null
  running: boolean
  success: boolean | null
  tool: string | null
  end: CallEnd | null
}

function outcomeOf(text: string | null, { exitCode, running, success, tool, end }: Told): EntryOutcome | null {
  const head = text?.slice(0, MESSAGE_MAX) ?? ''
  // An exit code means that it ran: what its output says is only output.
  if (exitCode === null || exitCode !== 0) {
    const said = exitCode === null && !EXEC_HEAD.test(head) ? head : head.slice(0, 120)
    if (INTERRUPTED.test(said)) return 'interrupted'
    if (saysDenied(said)) return 'denied'
  }
  if (exitCode !== null) return exitCode === 0 ? 'ok' : 'failed'
  if (running) return null
  if (end?.failed === true || success === false || FAILED.test(head)) return 'failed'
  // A spawn that worked answers with JSON; all else is the reason why it did not.
  if (tool === 'spawn_agent' && head !== '' && !head.startsWith('{')) return 'failed'
  return 'ok'
}

/** A refusal is short, or names itself at once: a page that mentions one is none. */
const saysDenied = (text: string) => DENIED.test(text.length < 600 ? text : text.slice(0, 200))
