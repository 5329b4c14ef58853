/** What a tool's result says, without what every result of its kind says. */

const EXEC_HEAD =
  /^(?:Chunk ID: .*\n)?(?:Wall time: .*\n)?(?:Process (?:exited with code|running with session ID) .*\n)?(?:Original token count: .*\n)?Output:\n/
const NOTHING_NEW =
  /^(?:Exit code:? \d+|Error:?|Output:|Wall time: .*|Process exited .*|Chunk ID: .*|Original token count: .*)$/

/** The output of a command without the lines that its runner puts before it. */
export function resultBody(text: string): string {
  const body = text.replace(EXEC_HEAD, '')
  return body.trim() === '' ? text : body
}

/** The first line that tells something: no bare tag, no exit code that stands elsewhere. Null when there is none. */
export function tellingLine(text: string): string | null {
  const lines = resultBody(text)
    .replace(/<\/?[a-z_]{1,40}>/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return lines.find((line) => !NOTHING_NEW.test(line)) ?? lines[0] ?? null
}
