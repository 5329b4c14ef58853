import { type DiffLine, lineDiff } from './line-diff'

/** What a tool call changes in one file, as far as its input tells. */
export interface FileEdit {
  path: string
  /** `write` holds a whole file: nobody recorded what stood there before. */
  kind: 'edit' | 'write' | 'delete'
  lines: DiffLine[]
}

type Input = Record<string, unknown>

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const isRecord = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The input of a call as JSON; null when it is none, or was cut. */
export function inputOf(json: string | null): unknown {
  if (json === null) return null
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/** Edits that a call asks for; null when it is another kind of call or its input cannot be read. */
export function fileEdits(tool: string | null, json: string | null): FileEdit[] | null {
  const input = inputOf(json)
  const patch = patchIn(tool, input, json)
  if (patch !== null) return patchEdits(patch)
  if (!isRecord(input)) return null
  const path = text(input['file_path']) ?? text(input['notebook_path']) ?? text(input['path'])
  if (path === null) return null
  const lines = changedLines(input)
  if (lines) return [{ path, kind: 'edit', lines }]
  const content = text(input['content']) ?? text(input['new_source'])
  const isWrite = tool === 'Write' || tool === 'NotebookEdit'
  return content !== null && isWrite ? [{ path, kind: 'write', lines: lineDiff('', content) }] : null
}

/** One replacement, or several in the order they are made. */
function changedLines(input: Input): DiffLine[] | null {
  const edits = Array.isArray(input['edits']) ? input['edits'].filter(isRecord) : [input]
  const pairs = edits.flatMap((edit) => {
    const [before, after] = [text(edit['old_string']), text(edit['new_string'])]
    return before === null || after === null ? [] : [lineDiff(before, after)]
  })
  return pairs.length === 0 ? null : pairs.flat()
}

/** A patch in the form that begins with `*** Begin Patch`: as the whole input, a field of it, or a word of a command. */
function patchIn(tool: string | null, input: unknown, raw: string | null): string | null {
  const begins = (value: unknown): string | null => {
    const whole = text(value)
    return whole?.trimStart().startsWith('*** Begin Patch') ? whole : null
  }
  if (isRecord(input)) {
    const command = input['command']
    const words = Array.isArray(command) ? command : [command]
    return [input['input'], input['patch'], ...words].map(begins).find((found) => found !== null) ?? null
  }
  return begins(input) ?? (tool === 'apply_patch' ? begins(raw) : null)
}

const FILE = /^\*\*\* (Add|Update|Delete) File: (.*)$/
const KINDS = { Add: 'write', Update: 'edit', Delete: 'delete' } as const
const MARKS = { '+': 'new', '-': 'old', ' ': 'same' } as const

function patchEdits(patch: string): FileEdit[] {
  const edits: FileEdit[] = []
  for (const line of patch.replace(/\r\n?/g, '\n').split('\n')) {
    const [, verb, path] = FILE.exec(line) ?? []
    if (verb !== undefined && path !== undefined) {
      edits.push({ path, kind: KINDS[verb as keyof typeof KINDS], lines: [] })
      continue
    }
    const sign = line[0]
    const edit = edits.at(-1)
    if (edit && (sign === '+' || sign === '-' || sign === ' ')) {
      edit.lines.push({ kind: MARKS[sign], text: line.slice(1) })
    }
  }
  return edits
}
