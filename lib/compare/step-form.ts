/**
 * The normal form of a step, by which two transcripts are compared: kind, tool and input, without what differs between
 * any two runs. Pure.
 *
 * - A step is something asked or done: a prompt, a tool call, an interruption, a compaction. What an assistant says or
 *   thinks is no step, unless words are compared too; neither are tool results, notes and repeated requests.
 * - Input of a call is its JSON with sorted keys and without the fields that only describe the call or name it.
 * - Inside texts: absolute paths below the project become relative, others keep their last part; times, dates and ids
 *   (UUIDs, long hexadecimal numbers, ids of calls and requests) become a word; white space counts once.
 */

export const STEP_KINDS = ['prompt', 'tool_call', 'interruption', 'compaction'] as const
/** Where no step differs, what was said is compared too. */
export const WORD_KINDS = ['text'] as const

export interface StepInput {
  kind: string
  tool: string | null
  title: string | null
  /** Of a call its input as JSON. */
  text: string | null
}

const DEPTH_MAX = 60
/** Words of the model about its call, and names that are new in each run. */
const VOLATILE_FIELDS = new Set([
  'description',
  'timeout',
  'timeout_ms',
  'yield_time_ms',
  'max_output_tokens',
  'id',
  'uuid',
  'call_id',
  'request_id',
  'session_id',
  'sessionId',
  'timestamp',
  'created_at',
])

const TIME = /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\w)/g
const CLOCK = /\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?\b/g
const EPOCH = /\b1[5-9]\d{8}(?:\d{3})?(?:\.\d{1,9})?\b/g
const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi
const HEX = /\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{10,128}\b/gi
const NAMED_ID = /\b(?:toolu|call|msg|req|resp|item|chatcmpl)[_-][A-Za-z0-9]{8,}\b/g
const ABSOLUTE = /(?<![\w.:/\\~-])(?:~|[A-Za-z]:)?(?:[\\/][^\s"'`<>|;:,()[\]{}*?\\/]+)+/g

const lastPart = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)

function pathForm(path: string, root: string | null): string {
  const plain = path.replaceAll('\\', '/')
  if (root !== null && plain === root) return '.'
  if (root !== null && plain.startsWith(`${root}/`)) return plain.slice(root.length + 1)
  return `<dir>/${lastPart(plain)}`
}

/** The folder of a session as paths are compared with it; null when it is none. */
export function rootOf(folder: string | null): string | null {
  const plain = folder?.replaceAll('\\', '/').replace(/\/+$/, '') ?? ''
  return /^(?:\/|~|[A-Za-z]:\/)/.test(plain) && plain.length > 1 ? plain : null
}

/** A text without paths, times and ids of its run. */
function textForm(text: string, root: string | null): string {
  return text
    .replace(ABSOLUTE, (path) => pathForm(path, root))
    .replace(UUID, '<id>')
    .replace(NAMED_ID, '<id>')
    .replace(TIME, '<time>')
    .replace(CLOCK, '<time>')
    .replace(EPOCH, '<time>')
    .replace(HEX, '<id>')
    .replace(/ {2,}|[^\S ]+ ?/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}

function valueForm(value: unknown, root: string | null, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(textForm(value, root))
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (depth >= DEPTH_MAX) throw new RangeError('deeper than any input')
  if (Array.isArray(value)) return `[${value.map((item: unknown) => valueForm(item, root, depth + 1)).join(',')}]`
  const fields = Object.entries(value)
    .filter(([name]) => !VOLATILE_FIELDS.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${valueForm(field, root, depth + 1)}`).join(',')}}`
}

/** The input of a call; what is no JSON (cut, or never was) is compared as text. */
function inputForm(text: string, root: string | null): string {
  try {
    return valueForm(JSON.parse(text), root, 0)
  } catch {
    return textForm(text, root)
  }
}

/**
 * One line that is equal for two steps that did the same.
 * @param root the project folder, as `rootOf` gives it
 */
export function stepForm({ kind, tool, title, text }: StepInput, root: string | null): string {
  if (kind === 'compaction' || kind === 'interruption') return kind
  if (kind !== 'tool_call') return JSON.stringify([kind, textForm(text ?? title ?? '', root)])
  const input = text === null ? textForm(title ?? '', root) : inputForm(text, root)
  return JSON.stringify([kind, tool, input])
}
