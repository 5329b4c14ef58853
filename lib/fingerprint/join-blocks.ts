import { firstEntry } from './cause'
import { lineRole } from './generic-lines'

/** One error line of a log that writes many lines at once. */
export interface BlockLine {
  /** The message as it was written, indentation included. */
  text: string
  /** What it is about, mostly a phase; null when the log does not say. */
  subject: string | null
  /** When, as the log writes it; equal text is the same moment. */
  at: string | null
}

/** Lines that are one occurrence. */
export interface Block {
  /** Which of the lines it begins with, from 0. */
  first: number
  lines: number
}

const TAG = /^\[[^\]]{1,200}\]/
const CONTINUES = /^\s{2,}|^\s*(?:[-*•✓✗] |\.{3} ?and \d)|^\s*$/
const ANNOUNCES = /:\s*$/
const CLASSIFIED_MAX = 2_000

/**
 * Lines that follow each other at the same moment, about the same thing, and belong together: items of a list, what a
 * colon announces, generic lines, and the same failure said again in other words.
 */
export function joinBlocks(lines: readonly BlockLine[]): Block[] {
  const blocks: Block[] = []
  let head: BlockLine | null = null
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1]
    const block = blocks.at(-1)
    if (block && head && before && joinsBlock(head, before, line)) block.lines += 1
    else {
      blocks.push({ first: at, lines: 1 })
      head = line
    }
  }
  return blocks
}

/**
 * Whether a line belongs to the block that another begins.
 * @param before the line just before it, which may be the head
 */
export function joinsBlock(head: BlockLine, before: BlockLine, line: BlockLine): boolean {
  if (line.subject !== head.subject || line.at !== head.at || line.at === null) return false
  const text = withoutTag(line.text)
  if (CONTINUES.test(text) || ANNOUNCES.test(before.text)) return true
  if (lineRole(text.trim()) !== 'informative') return true
  const rule = ruleOf(line.text)
  return rule !== null && rule === ruleOf(head.text)
}

const withoutTag = (text: string) => text.replace(TAG, '')
const ruleOf = (text: string) => firstEntry(text.slice(0, CLASSIFIED_MAX), null)?.entry.id ?? null
