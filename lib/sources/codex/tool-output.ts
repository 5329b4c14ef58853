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
  /** The session that the process goes on in, when it has not ended. */
  running: string | null
}

/** What an exec or a patch writes above its output; a command may have many lines. */
const HEAD = /^(?:Command: |Chunk ID: |Wall time: |Exit code: -?\d)/
const HEAD_MAX = 20_000
const STATE =
  /^(?:Process exited with code (-?\d{1,9})|Exit code: (-?\d{1,9})|Process running with session ID (\S{1,40}))$/m
const OUTPUT_MARK = '\nOutput:\n'
const DENIED =
  /\b(?:rejected|denied|declined) by (?:the )?user\b|\buser (?:rejected|cancelled|denied|declined) MCP tool call\b/i
const INTERRUPTED = /^aborted(?: by user)?\b|\binterrupted by user\b/i
const FAILED =
  /^(?:apply_patch verification failed|[a-z_ ]{2,40} failed(?: for|:)|failed to parse|failed in sandbox|unsupported (?:call|custom tool call)|execution error|tool call error|err(?:or)?:|sandbox error)/i
const MESSAGE_MAX = 2_000

/** Reads the result of a call, in the forms of every version. `end` is what an event said of it before. */
export function toolOutput(output: unknown, tool: string | null, end: CallEnd | null): ToolOutput {
  const { text: raw, pictures, success } = contentOf(output)
  const { text, exitCode: written, running, framed } = unwrapped(raw)
  const exitCode = written ?? end?.exitCode ?? null
  const outcome = outcomeOf(text, { exitCode, running: running !== null, framed, success, tool, end })
  return { text: text === '' ? null : text, pictures, exitCode, outcome, running }
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

interface Unwrapped {
  text: string | null
  exitCode: number | null
  /** The session that the process goes on in. */
  running: string | null
  /** The tool's own frame was around the text: what the text says is output, not a message of the tool. */
  framed: boolean
}

/** To 0.128 some outputs are JSON in a string; later ones say the exit code in the lines above the output. */
function unwrapped(raw: string | null): Unwrapped {
  const plain: Unwrapped = { text: raw, exitCode: null, running: null, framed: false }
  if (raw === null) return plain
  if (raw.startsWith('{"output":')) {
    const inner = jsonOf(raw)
    const metadata = objectOf(inner, 'metadata')
    const text = fieldOf(inner, 'output')
    return typeof text === 'string' ? { ...plain, text, exitCode: integerOf(metadata, 'exit_code') } : plain
  }
  if (!HEAD.test(raw)) return plain
  const head = raw.slice(0, HEAD_MAX)
  const state = STATE.exec(head)
  // A command of many lines may hold anything; without one, the output begins at its first mark.
  const from = raw.startsWith('Command: ') && state !== null ? state.index : 0
  const mark = raw.indexOf(OUTPUT_MARK, from)
  const known = state !== null && (mark === -1 || state.index < mark) ? state : null
  const code = known?.[1] ?? known?.[2]
  return {
    text: mark === -1 ? (known === null ? raw : null) : raw.slice(mark + OUTPUT_MARK.length),
    exitCode: code === undefined ? null : Number(code),
    running: known?.[3] ?? null,
    framed: true,
  }
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
  framed: boolean
  success: boolean | null
  tool: string | null
  end: CallEnd | null
}

function outcomeOf(text: string | null, told: Told): EntryOutcome | null {
  const { exitCode, running, framed, success, tool, end } = told
  const head = framed ? '' : (text?.slice(0, MESSAGE_MAX) ?? '')
  if (exitCode === 0) return 'ok'
  if (INTERRUPTED.test(head)) return 'interrupted'
  if (saysDenied(head)) return 'denied'
  if (exitCode !== null) return 'failed'
  if (running) return null
  if (end?.failed === true || success === false || FAILED.test(head)) return 'failed'
  // A spawn that worked answers with JSON; all else is the reason why it did not.
  return tool === 'spawn_agent' && head !== '' && !head.startsWith('{') ? 'failed' : 'ok'
}

/** A refusal is short, or names itself at once: a page that mentions one is none. */
const saysDenied = (text: string) => DENIED.test(text.length < 600 ? text : text.slice(0, 200))
