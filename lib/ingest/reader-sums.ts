import 'server-only'

/**
 * What `readersVersion` says of each system, without loading the readers: a command that finds nothing new to read answers
 * before they would be there. Raise a number here together with a reader's `parserVersion`; a test holds them together.
 */
export const READER_SUMS: Readonly<Record<string, number>> = {
  autopack: 3,
  'claude-code': 1,
  codex: 1,
  interllm: 3,
  obra: 3,
  pitwall: 1,
  reev: 7,
  results: 14,
  synth: 5,
}
