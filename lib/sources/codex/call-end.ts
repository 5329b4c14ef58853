import { fieldOf, integerOf, type Json, objectOf, textOf } from './json-value'
import type { CallEnd } from './thread-state'

/** What an event says of the end of the call it names, in the forms of every kind of call. */
export function callEnd(end: Json): CallEnd {
  const result = objectOf(end, 'result')
  const isError = fieldOf(objectOf(result, 'Ok') ?? result, 'isError') === true
  const broken = fieldOf(result, 'Err') !== undefined || isError
  return {
    exitCode: integerOf(end, 'exit_code'),
    failed: end['success'] === false || ['failed', 'declined'].includes(textOf(end, 'status') ?? '') || broken,
    durationMs: duration(fieldOf(end, 'duration')),
  }
}

function duration(value: unknown): number | null {
  const [seconds, nanos] = [integerOf(value, 'secs'), integerOf(value, 'nanos')]
  return seconds === null ? null : seconds * 1_000 + Math.round((nanos ?? 0) / 1e6)
}
