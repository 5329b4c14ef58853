import type { IgnoreLimit } from '@/lib/patterns/pattern-states'
import { agoOf, FIXES } from './pitwall/canary-plan'
import { DAY_MS, HOUR_MS } from './sample-file'

/** What the operator of the sample did with a pattern. Times are milliseconds before now. */
export type SampleMove = {
  /** The pattern whose failures an entry of the catalogue names, or whose messages hold a text. */
  match: { rule: string } | { contains: string }
  agoMs: number
  /** Who takes it on with this move. */
  owner?: string
} & (
  | { to: 'acknowledged' }
  | { to: 'fix_proposed'; text: string }
  /** By commit, or by the time it went live; with neither, by the time of the move. */
  | { to: 'fix_merged'; fixCommit: string | null; fixAgoMs: number | null }
  | { to: 'ignored'; reason: string; until: IgnoreLimit }
)

const TLS = { match: { rule: 'tls_verification' } } as const
const PROMPTS = { match: { rule: 'prompt_blocks' } } as const
const EVENTS = { match: { rule: 'response_shape' } } as const
const PORT = { match: { rule: 'port_in_use' } } as const
const SESSION = { match: { contains: 'No conversation found with session ID' } } as const

const days = (count: number) => count * DAY_MS
/** An hour before a run of the canary. */
const hourBefore = (run: number) => agoOf(run) + HOUR_MS

/**
 * Every move in the sample, the oldest first: a fix that held, one that came back in code that has it, one that is judged by
 * time, one that is only proposed, and an error that nobody wants to hear of.
 */
export const SAMPLE_MOVES: readonly SampleMove[] = [
  { ...EVENTS, agoMs: days(34.9), to: 'acknowledged', owner: 'mika' },
  { ...PORT, agoMs: hourBefore(7), to: 'acknowledged', owner: 'jo' },
  { match: { rule: 'environment_not_loaded' }, agoMs: days(22), to: 'acknowledged', owner: 'mika' },
  { ...PORT, agoMs: hourBefore(FIXES.port.firstRun), to: 'fix_merged', fixCommit: FIXES.port.commit, fixAgoMs: null },
  {
    ...SESSION,
    ...{ agoMs: hourBefore(18), to: 'fix_proposed', owner: 'jo' },
    text: 'Look the session up in the folder it was started in: label-service!212',
  },
  {
    ...SESSION,
    ...{ agoMs: hourBefore(FIXES.session.firstRun), to: 'fix_merged', fixCommit: FIXES.session.commit, fixAgoMs: null },
  },
  { ...TLS, agoMs: days(14.8), to: 'acknowledged', owner: 'mika' },
  { ...EVENTS, agoMs: days(14.7), to: 'fix_proposed', text: 'Let the client read both a list and an object.' },
  // Nobody wrote the commit down, so what happens after that time decides.
  { ...PROMPTS, agoMs: days(12), to: 'fix_merged', fixCommit: null, fixAgoMs: days(12.4), owner: 'jo' },
  { ...TLS, agoMs: days(7.9), to: 'fix_proposed', text: 'Put our authority into the image (SSL_CERT_FILE).' },
  {
    match: { rule: 'deploy_syntax' },
    ...{ agoMs: days(7.8), to: 'fix_proposed', text: 'Answer `deploy NAME` with: did you mean --task-app NAME?' },
  },
  {
    match: { rule: 'api_overloaded' },
    ...{ agoMs: days(4), to: 'ignored', reason: 'The provider was overloaded; retries get over it.' },
    until: { perDay: 5 },
  },
]
