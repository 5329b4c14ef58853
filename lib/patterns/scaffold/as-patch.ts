/** A file before and after; null where there was none. */
export interface FileChange {
  path: string
  before: string | null
  text: string
}

const CONTEXT = 3

/**
 * One unified diff of new and changed files, which `git apply` takes; empty when nothing changes. A change is one hunk, from
 * the first line that differs to the last.
 */
export function asPatch(changes: readonly FileChange[]): string {
  return changes.map((change) => (change.before === change.text ? '' : fileDiff(change))).join('')
}

function fileDiff({ path, before, text }: FileChange): string {
  const head = [`diff --git ${name(`a/${path}`)} ${name(`b/${path}`)}`]
  if (before === null) head.push('new file mode 100644')
  const lines = hunk(linesOf(before ?? ''), linesOf(text))
  // Of an empty file Git wants neither names nor hunks.
  if (lines.length === 0) return `${head.join('\n')}\n`
  head.push(`--- ${before === null ? '/dev/null' : name(`a/${path}`)}`, `+++ ${name(`b/${path}`)}`)
  return `${[...head, ...lines].join('\n')}\n`
}

/** Lines with their ends: one without is another line than one with. */
const linesOf = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

function hunk(before: readonly string[], after: readonly string[]): string[] {
  let same = 0
  while (same < before.length && same < after.length && before[same] === after[same]) same += 1
  let tail = 0
  const most = Math.min(before.length, after.length) - same
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1
  const removed = before.slice(same, before.length - tail)
  const added = after.slice(same, after.length - tail)
  if (removed.length === 0 && added.length === 0) return []
  const start = Math.max(0, same - CONTEXT)
  const lead = before.slice(start, same)
  const trail = before.slice(before.length - tail, before.length - tail + CONTEXT)
  const size = lead.length + trail.length
  return [
    `@@ -${range(start, size + removed.length)} +${range(start, size + added.length)} @@`,
    ...[...marked(' ', lead), ...marked('-', removed), ...marked('+', added), ...marked(' ', trail)],
  ]
}

/** Of no lines at all, the line before them is named. */
const range = (start: number, count: number) => `${count === 0 ? start : start + 1},${count}`

const marked = (mark: string, lines: readonly string[]) =>
  lines.flatMap((line) =>
    line.endsWith('\n') ? [mark + line.slice(0, -1)] : [mark + line, '\\ No newline at end of file'],
  )

const NAMED: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' }

/** A path as Git writes it: quoted, with octal bytes, where it holds more than plain characters. */
function name(path: string): string {
  if (/^[\w./+@-]+$/.test(path)) return path
  const inner = Array.from(new TextEncoder().encode(path), (byte) => {
    const char = String.fromCharCode(byte)
    return NAMED[char] ?? (byte >= 0x20 && byte < 0x7f ? char : `\\${byte.toString(8).padStart(3, '0')}`)
  })
  return `"${inner.join('')}"`
}
