/** What the executor writes before a message; milliseconds only where its logger gives them. */
export interface ExecutorLine {
  /** As written, without a zone. */
  time: string
  level: string
  logger: string | null
  message: string
}

const TIME = '(\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,6})?)'
/** PowerShell names the program before the first line that it wrote to its error output. */
const BRACKETED = new RegExp(`^(?:[\\w.-]{1,40} : )?\\[${TIME}\\] ([A-Z]{3,10}):(?: |$)`)
const DASHED = new RegExp(`^${TIME} - ([\\w.-]{1,200}) - ([A-Z]{3,10}) - `)
const HEADER_MAX = 320

/** One line of an executor log, or null when it has no time: then it belongs to the line before. */
export function executorLine(line: string): ExecutorLine | null {
  const head = line.slice(0, HEADER_MAX)
  const bracketed = BRACKETED.exec(head)
  if (bracketed) {
    const [header, time = '', level = ''] = bracketed
    return { time, level, logger: null, message: line.slice(header.length) }
  }
  const dashed = DASHED.exec(head)
  if (!dashed) return null
  const [header, time = '', logger = '', level = ''] = dashed
  return { time, level, logger, message: line.slice(header.length) }
}

/** Usual widths of a console. */
const WIDTHS = [80, 120]

/** As many characters of a line as `isWrapped` has to see of it. */
export const WRAP_MAX = Math.max(...WIDTHS)

/**
 * Whether a console broke one line in two. It breaks before the word that would reach its edge and leaves the blank, and
 * breaks a word that is too long at the edge itself.
 */
export function isWrapped(before: string, next: string): boolean {
  if (next === '' || next.startsWith(' ')) return false
  const word = next.slice(0, WRAP_MAX).search(/\s|$/)
  return WIDTHS.some((width) =>
    before.endsWith(' ')
      ? before.length < width && before.length + word + 1 >= width
      : before.length === width - 1 || before.length === width,
  )
}
