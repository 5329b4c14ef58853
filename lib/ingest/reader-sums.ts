import 'server-only'

/**
 * What `readersVersion` says of each system, without loading the readers: a command that finds nothing new to read answers
 * before they would be there. Raise a number here together with a reader's `parserVersion`; a test holds them together.
 */
export const READER_SUMS: Readonly<Record<string, number>> = {
  autopack: 7,
  'claude-code': 2,
  codex: 2,
  interllm: 4,
  obra: 4,
  pitwall: 3,
  reev: 8,
  results: 14,
  synth: 7,
}
