/** A stretch of prose, or of code between fences. */
export interface TextBlock {
  kind: 'prose' | 'code'
  text: string
  /** What the fence names: `ts`, `diff`. */
  language: string | null
}

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]{0,30})[^`]*$/

/** Splits a message at its code fences. A fence that is never closed reaches to the end. */
export function textBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = []
  let lines: string[] = []
  let fence: { mark: string; language: string | null } | null = null
  const close = () => {
    const body = fence ? lines.join('\n') : lines.join('\n').replace(/^\n+|\s+$/g, '')
    if (body !== '') blocks.push({ kind: fence ? 'code' : 'prose', text: body, language: fence?.language ?? null })
    lines = []
  }
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    if (fence) {
      const isEnd = line.trim().startsWith(fence.mark) && /^[`~]+$/.test(line.trim())
      if (!isEnd) {
        lines.push(line)
        continue
      }
      close()
      fence = null
      continue
    }
    const [, mark, language] = FENCE.exec(line) ?? []
    if (mark === undefined) {
      lines.push(line)
      continue
    }
    close()
    fence = { mark, language: language || null }
  }
  close()
  return blocks
}
