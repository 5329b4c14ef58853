/** Lines of rollouts, as small as they can be: for tests. */

export const START_MS = Date.parse('2026-08-01T10:00:00.000Z')
const HEX = 16

/** The time so many milliseconds after the beginning. */
export const timeAt = (ms: number) => new Date(START_MS + ms).toISOString()

/** A UUIDv7 made at that time. */
export function idAt(ms: number, tail = 1): string {
  const made = (START_MS + ms).toString(HEX).padStart(12, '0')
  return `${made.slice(0, 8)}-${made.slice(8)}-7000-8000-${tail.toString(HEX).padStart(12, '0')}`
}

export interface Line {
  timestamp: string
  type: string
  payload: Record<string, unknown>
}

export const line = (ms: number, type: string, payload: Record<string, unknown>): Line => ({
  timestamp: timeAt(ms),
  type,
  payload,
})

export const event = (ms: number, type: string, more: Record<string, unknown> = {}) =>
  line(ms, 'event_msg', { type, ...more })

export const item = (ms: number, type: string, more: Record<string, unknown> = {}) =>
  line(ms, 'response_item', { type, ...more })

export const meta = (ms: number, id: string, more: Record<string, unknown> = {}) =>
  line(ms, 'session_meta', {
    id,
    timestamp: timeAt(ms),
    cwd: '/home/somebody/project',
    cli_version: '0.142.4',
    source: 'cli',
    model_provider: 'openai',
    ...more,
  })

/** A turn's first lines: its start, and what it runs with. */
export const turn = (ms: number, turnId: string | null, model = 'gpt-5.5') => [
  event(ms, 'task_started', turnId === null ? {} : { turn_id: turnId }),
  line(ms, 'turn_context', { ...(turnId === null ? {} : { turn_id: turnId }), model, cwd: '/home/somebody/project' }),
]

export const says = (ms: number, text: string, role = 'assistant') =>
  item(ms, 'message', { role, content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text }] })

/** Counts with a fifth of the input not cached and a tenth of output. */
export function tokens(total: number): Record<string, number> {
  const output = Math.floor(total / 10)
  const input = total - output
  return {
    input_tokens: input,
    cached_input_tokens: Math.floor(input * 0.8),
    output_tokens: output,
    reasoning_output_tokens: Math.floor(output / 2),
    total_tokens: total,
  }
}

/** Classwise difference: what `last_token_usage` says between two sums. */
export function minus(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(a).map(([name, value]) => [name, value - (b[name] ?? 0)]))
}

/** A `token_count` after a response that brought the sum from `from` to `total`. */
export const count = (ms: number, total: number, from: number) =>
  event(ms, 'token_count', {
    info: { total_token_usage: tokens(total), last_token_usage: minus(tokens(total), tokens(from)) },
  })

/** A whole turn with one response a sum: prompt, answer, count. */
export function work(ms: number, turnId: string | null, sums: readonly number[], from = 0): Line[] {
  return [
    ...turn(ms, turnId),
    says(ms, `do it at ${ms}`, 'user'),
    ...sums.flatMap((total, index) => [
      says(ms + 2_000 * (index + 1), `done at ${ms} ${index}`),
      count(ms + 2_000 * (index + 1), total, sums[index - 1] ?? from),
    ]),
    event(ms + 2_000 * (sums.length + 1), 'task_complete', turnId === null ? {} : { turn_id: turnId }),
  ]
}

/** Lines with their times set to one moment, as a copy of history is written. */
export const restamped = (lines: readonly Line[], ms: number): Line[] =>
  lines.map((copy, index) => ({ ...copy, timestamp: timeAt(ms + Math.floor(index / 10)) }))
