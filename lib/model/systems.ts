/** Systems whose records Pitwall knows by name; a reader exists for those in lib/sources. */
export const SYSTEMS = [
  'autopack',
  'claude-code',
  'codex',
  'synth',
  'obra',
  'interllm',
  'reev',
  'results',
  'pitwall',
] as const
export type System = (typeof SYSTEMS)[number]

/** Systems whose runs are transcripts: a run is a conversation, and its name is what it was about. */
export function isTranscript(system: string): boolean {
  return system === 'claude-code' || system === 'codex'
}
