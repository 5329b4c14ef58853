import { closeSync, openSync, writeSync } from 'node:fs'

/** Shapes that each fill another part of an import: text, rows with failures, the other format with some huge lines. */
export const LARGE_SHAPES = ['answers', 'failing-calls', 'codex'] as const
export type LargeShape = (typeof LARGE_SHAPES)[number]

const START_MS = Date.parse('2026-01-01T00:00:00.000Z')
const ROUNDS_A_WRITE = 200
const SESSION = '0f8b1f6e-7b0a-4b0a-9b0a-2b0a4b0a6b0a'
const at = (round: number) => new Date(START_MS + round * 1_000).toISOString()
const longId = (prefix: string, round: number) => `${prefix}_${round.toString(36).padStart(24, '0')}`
const text = (words: string, length: number) => words.repeat(Math.ceil(length / words.length)).slice(0, length)

const ANSWER = text('lorem ipsum dolor sit amet consectetur ', 3_000)
const OUTPUT = text('error: cannot find module lorem ipsum ', 900)
const HUGE = text('x y z ', 1_000_000)

const record = (round: number, name: string, parent: string | null, fields: object) => ({
  parentUuid: parent,
  isSidechain: false,
  userType: 'external',
  cwd: '/home/dev/recorder',
  sessionId: SESSION,
  version: '2.1.150',
  uuid: `${name}-${round}`,
  timestamp: at(round),
  ...fields,
})

const response = (round: number, block: object) => ({
  type: 'assistant',
  requestId: longId('req', round),
  message: {
    id: longId('msg', round),
    type: 'message',
    role: 'assistant',
    model: round % 3 === 0 ? 'claude-haiku-4-5-20251001' : 'claude-sonnet-4-5-20250929',
    content: [block],
    stop_reason: 'end_turn',
    usage: {
      input_tokens: 10 + (round % 7),
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 2_000,
      output_tokens: 300 + (round % 11),
    },
  },
})

function claudeRound(shape: LargeShape, round: number): object[] {
  const before = round === 0 ? null : `answer-${round - 1}`
  if (shape === 'answers')
    return [record(round, 'answer', before, response(round, { type: 'text', text: `${round} ${ANSWER}` }))]
  const id = longId('toolu', round)
  const call = { type: 'tool_use', id, name: 'Bash', input: { command: `npm test ${round}` } }
  const result = { type: 'tool_result', tool_use_id: id, is_error: true, content: `${round} ${OUTPUT}` }
  return [
    record(round, 'answer', before, response(round, call)),
    record(round, 'result', `answer-${round}`, { type: 'user', message: { role: 'user', content: [result] } }),
  ]
}

const item = (round: number, type: string, payload: object) => ({ timestamp: at(round), type, payload })

const usageOf = (responses: number) => ({
  input_tokens: 1_000 * responses,
  cached_input_tokens: 900 * responses,
  output_tokens: 50 * responses,
  reasoning_output_tokens: 10 * responses,
  total_tokens: 1_050 * responses,
})

function codexRound(round: number): object[] {
  const output = `${round} ${round % 1_000 === 0 ? HUGE : OUTPUT}`
  const first = [
    item(0, 'session_meta', { id: SESSION, timestamp: at(0), cwd: '/home/dev/recorder', cli_version: '0.98.0' }),
    item(0, 'turn_context', { cwd: '/home/dev/recorder', model: 'gpt-5.2-codex' }),
  ]
  return [
    ...(round === 0 ? first : []),
    item(round, 'response_item', {
      type: 'function_call',
      name: 'shell',
      arguments: JSON.stringify({ command: ['bash', '-lc', `npm test ${round}`] }),
      call_id: `call_${round}`,
    }),
    item(round, 'response_item', {
      type: 'function_call_output',
      call_id: `call_${round}`,
      output: JSON.stringify({ output, metadata: { exit_code: round % 4 === 0 ? 1 : 0, duration_seconds: 0.1 } }),
    }),
    item(round, 'event_msg', {
      type: 'token_count',
      info: { total_token_usage: usageOf(round + 1), last_token_usage: usageOf(1) },
    }),
  ]
}

/** One session in a file of at least so many bytes. @returns its responses; each has usage of its own */
export function writeLargeTranscript(file: string, shape: LargeShape, bytes: number): number {
  const handle = openSync(file, 'w')
  let round = 0
  for (let size = 0; size < bytes; ) {
    const lines = Array.from({ length: ROUNDS_A_WRITE }, () => {
      const records = shape === 'codex' ? codexRound(round) : claudeRound(shape, round)
      round += 1
      return records.map((one) => `${JSON.stringify(one)}\n`).join('')
    })
    size += writeSync(handle, lines.join(''))
  }
  closeSync(handle)
  return round
}
