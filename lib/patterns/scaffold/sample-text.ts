import { failureHeadline } from '@/lib/fingerprint/failure-headline'

/** Longer samples are cut around the line that says what happened: a test is read by people. */
const SAMPLE_MAX = 2_000
const READ_MAX = 64_000
const LINES_BEFORE = 3
const HAS_TEXT = /[^ \t\r\n]/

/** Messages as a test holds them: at most so many, each once, none blank, each at most 2,000 characters. */
export function sampleTexts(messages: readonly string[], limit: number): string[] {
  const texts = new Set<string>()
  for (const message of messages) {
    if (texts.size >= limit) break
    const text = cutSample(message)
    if (HAS_TEXT.test(text)) texts.add(text)
  }
  return [...texts]
}

function cutSample(message: string): string {
  if (message.length <= SAMPLE_MAX) return message
  const { line } = failureHeadline(message)
  if (line === null) return cut(message)
  const lines = message.slice(0, READ_MAX).split(/\r\n|[\n\r\u2028\u2029]/)
  const own = lines[line] ?? ''
  const before = lines.slice(Math.max(0, line - LINES_BEFORE), line).join('\n')
  const room = SAMPLE_MAX - Math.min(own.length, SAMPLE_MAX) - 1
  const start = before.length > 0 && before.length <= room ? `${before}\n` : ''
  return cut(`${start}${lines.slice(line).join('\n')}`)
}

/** Half of a pair at the cut would be another character than the message has. */
const cut = (text: string) =>
  text.length <= SAMPLE_MAX ? text : text.slice(0, SAMPLE_MAX).replace(/[\ud800-\udbff]$/, '')
