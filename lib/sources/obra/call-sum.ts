import { fieldOf, isObject } from '@/lib/sources/codex/json-value'
import type { RowCells } from '@/lib/sources/row-cells'
import { plainWord } from './states'

/** What one row of `interaction` says of the step it belongs to. */
export interface CallFacts {
  id: string
  taskKey: string | null
  sessionKey: string | null
  /** A call of the agent; else one of the local model that judges it. */
  isAgent: boolean
  at: string | null
  tokens: bigint | null
  quality: number | null
  confidence: number | null
  validated: boolean | null
  error: string | null
  decision: string | null
}

export const CALL_COLUMNS = [
  'id',
  'task_id',
  'source',
  'agent_session_id',
  'timestamp',
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'output_tokens',
  'total_tokens',
  'quality_score',
  'confidence_score',
  'validation_passed',
  'error_subtype',
  'context',
]

export const TOKEN_COLUMNS = [
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'output_tokens',
] as const

/** What a decision engine's record says was decided: a word, or an object with it. */
export function decisionIn(value: unknown): string | null {
  for (const name of ['decision', 'action', 'decision_action']) {
    const field = fieldOf(value, name)
    const word = isObject(field) ? (fieldOf(field, 'action') ?? fieldOf(field, 'type')) : field
    if (typeof word === 'string') return plainWord(word)
  }
  return null
}

/** The tokens of a call, or null: the columns default to 0, so 0 is nothing recorded. */
export function tokensOf(cells: RowCells): bigint | null {
  const sum = TOKEN_COLUMNS.reduce((all, name) => all + (cells.amount(name) ?? 0n), 0n)
  const total = sum > 0n ? sum : cells.amount('total_tokens')
  return total === 0n ? null : total
}

export function callFacts(cells: RowCells, id: string): CallFacts {
  return {
    id,
    taskKey: cells.key('task_id'),
    sessionKey: cells.key('agent_session_id'),
    isAgent: plainWord(cells.text('source')) !== 'local_llm',
    at: cells.time('timestamp'),
    tokens: tokensOf(cells),
    quality: cells.real('quality_score'),
    confidence: cells.real('confidence_score'),
    validated: cells.bool('validation_passed'),
    error: cells.text('error_subtype'),
    decision: decisionIn(cells.json('context')),
  }
}

/** What the calls of one iteration say together; the later call wins. */
export interface CallSum {
  calls: number
  tokens: bigint | null
  firstAt: string | null
  lastAt: string | null
  quality: number | null
  confidence: number | null
  validated: boolean | null
  error: string | null
  decision: string | null
}

export const noCalls = (): CallSum => ({
  calls: 0,
  tokens: null,
  firstAt: null,
  lastAt: null,
  quality: null,
  confidence: null,
  validated: null,
  error: null,
  decision: null,
})

export function addCall(sum: CallSum, call: CallFacts): void {
  const isLater = sum.lastAt === null || call.at === null || call.at >= sum.lastAt
  const told = ['quality', 'confidence', 'validated', 'decision'] as const
  for (const name of told)
    if (call[name] !== null && (isLater || sum[name] === null)) Object.assign(sum, { [name]: call[name] })
  // A call that worked after one that failed is the retry that mended it.
  if (isLater) sum.error = call.error
  sum.calls += 1
  sum.tokens = call.tokens === null ? sum.tokens : (sum.tokens ?? 0n) + call.tokens
  if (call.at === null) return
  if (sum.firstAt === null || call.at < sum.firstAt) sum.firstAt = call.at
  if (sum.lastAt === null || call.at > sum.lastAt) sum.lastAt = call.at
}
