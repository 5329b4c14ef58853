import { appendFileSync, writeFileSync } from 'node:fs'
import { HOSTILE_TEXTS } from './hostile-database'

/** Transcripts in the format of Claude Code, made up from nothing: the same numbers give the same bytes. */

const START_MS = Date.parse('2026-01-02T03:00:00.000Z')
const MODEL = 'claude-sonnet-4-5-20250929'

interface Place {
  session: string
  /** Number of the record, from 0: gives its time and its ids. */
  at: number
}

const timeOf = (at: number) => new Date(START_MS + at * 2_000).toISOString()

const common = ({ session, at }: Place) => ({
  parentUuid: at === 0 ? null : `${session}-${at - 1}`,
  isSidechain: false,
  userType: 'external',
  cwd: '/home/dev/recorder',
  sessionId: session,
  version: '2.1.150',
  uuid: `${session}-${at}`,
  timestamp: timeOf(at),
})

const person = (place: Place, content: unknown) => ({
  ...common(place),
  type: 'user',
  message: { role: 'user', content },
})

const assistant = (place: Place, block: unknown, stop: string) => ({
  ...common(place),
  type: 'assistant',
  requestId: `req-${place.session}-${place.at}`,
  message: {
    id: `msg-${place.session}-${place.at}`,
    type: 'message',
    role: 'assistant',
    model: MODEL,
    content: [block],
    stop_reason: stop,
    usage: {
      input_tokens: 10,
      cache_creation_input_tokens: 400,
      cache_read_input_tokens: 14_000 + (place.at % 900) * 100,
      output_tokens: 60 + (place.at % 7) * 40,
    },
  },
})

/** Five records a round: a person, an answer, a call, its result (each twentieth failed), an answer with code. */
function record(place: Place): unknown {
  const { at } = place
  const round = Math.floor(at / 5)
  switch (at % 5) {
    case 0:
      return person(place, `Go on with part ${round}, please`)
    case 1:
      return assistant(place, { type: 'text', text: `Step ${round}: I look at file ${round}.` }, 'tool_use')
    case 2:
      return assistant(place, toolUse(place, round), 'tool_use')
    case 3:
      return person(place, [
        {
          type: 'tool_result',
          tool_use_id: `tool-${place.session}-${at - 1}`,
          is_error: round % 20 === 7,
          content: round % 20 === 7 ? `Exit code 1\nno file ${round}` : linesOf(3 + (round % 50), round),
        },
      ])
    default:
      return assistant(
        place,
        { type: 'text', text: `Part ${round} is done.\n\n\`\`\`ts\nconst part = ${round}\n\`\`\`` },
        'end_turn',
      )
  }
}

const linesOf = (count: number, round: number) =>
  Array.from({ length: count }, (_, line) => `src/file-${line}.ts: const value = ${round}`).join('\n')

function toolUse({ session, at }: Place, round: number) {
  const id = `tool-${session}-${at}`
  if (round % 3 === 1) {
    const input = { file_path: `src/part-${round}.ts`, old_string: linesOf(4, round), new_string: linesOf(5, round) }
    return { type: 'tool_use', id, name: 'Edit', input }
  }
  return { type: 'tool_use', id, name: 'Bash', input: { command: `cat src/file-${round}.ts` } }
}

const asLines = (records: readonly unknown[]) => records.map((each) => `${JSON.stringify(each)}\n`).join('')

/** A transcript of so many records, each one entry. */
export function writeTranscript(file: string, session: string, records: number): void {
  writeFileSync(file, asLines(Array.from({ length: records }, (_, at) => record({ session, at }))))
}

/** Adds one message of a person at the end. */
export function appendPrompt(file: string, session: string, at: number, text: string): void {
  appendFileSync(file, asLines([person({ session, at }, text)]))
}

/** Every kind of harmful text, as a prompt, an answer, a call and a result. */
export function writeHostileTranscript(file: string, session: string): void {
  let at = 0
  const records = Object.values(HOSTILE_TEXTS).flatMap((bytes) => {
    const text = bytes.toString('utf8').slice(0, 200_000)
    const [ask, answer, call, result] = [at, at + 1, at + 2, at + 3]
    at += 4
    return [
      person({ session, at: ask }, text),
      assistant({ session, at: answer }, { type: 'text', text: `\`\`\`${text}\n${text}` }, 'tool_use'),
      assistant(
        { session, at: call },
        {
          type: 'tool_use',
          id: `tool-${call}`,
          name: text.slice(0, 300),
          input: { file_path: text, old_string: text, new_string: `${text}!` },
        },
        'tool_use',
      ),
      person({ session, at: result }, [
        { type: 'tool_result', tool_use_id: `tool-${call}`, is_error: true, content: text },
      ]),
    ]
  })
  writeFileSync(file, asLines(records))
}
