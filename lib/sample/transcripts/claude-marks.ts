/** What stands between the turns of a Claude Code session: interruptions, errors of the API, compactions. */
import type { ClaudeSession } from './claude-session'
import { NO_REQUEST } from './claude-usage'
import type { Json } from './transcript-file'

const MINUTE = 60_000

/** The person stopped the work. */
export function interrupt(session: ClaudeSession, during: 'answer' | 'tool use'): void {
  session.pause()
  const text = `[Request interrupted by user${during === 'tool use' ? ' for tool use' : ''}]`
  session.write('user', { message: { role: 'user', content: [{ type: 'text', text }] } })
}

const mark = (session: ClaudeSession, subtype: string, fields: Json) =>
  session.write('system', { subtype, ...fields, isMeta: false })

/** The API was overloaded `times` times in a row; each wait is longer than the one before. */
export function overloaded(session: ClaudeSession, times: number): void {
  for (let attempt = 1; attempt <= times; attempt += 1) {
    const retryInMs = Math.round(500 * 2 ** attempt * (0.9 + session.random.next() * 0.2))
    session.wait(session.random.int(300, 900))
    mark(session, 'api_error', {
      level: 'error',
      error: {
        status: 529,
        headers: { 'retry-after': '2' },
        requestID: session.newRequestId(),
        error: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      },
      retryInMs,
      retryAttempt: attempt,
      maxRetries: 10,
    })
    session.wait(retryInMs)
  }
}

/** No more retries: the program answers in place of the model. */
export function apiError(session: ClaudeSession, of: { status: number; kind: string; message: string }): void {
  session.pause()
  const body = { type: 'error', error: { type: of.kind, message: of.message }, request_id: session.newRequestId() }
  session.write('assistant', {
    message: {
      id: session.newUuid(),
      model: '<synthetic>',
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: `API Error: ${of.status} ${JSON.stringify(body)}` }],
      stop_reason: 'stop_sequence',
      stop_sequence: '',
      usage: NO_REQUEST,
    },
    isApiErrorMessage: true,
    error: of.kind,
    apiErrorStatus: of.status,
  })
}

/** The conversation so far gives way to a summary. */
export function compact(session: ClaudeSession, summary: string, trigger: 'auto' | 'manual' = 'auto'): void {
  session.wait(session.random.int(MINUTE / 2, MINUTE))
  const preTokens = session.context.tokens
  mark(session, 'compact_boundary', {
    logicalParentUuid: session.detach(),
    content: 'Conversation compacted',
    level: 'info',
    compactMetadata: { trigger, preTokens },
  })
  const text = `This session is being continued from a previous conversation that ran out of context. The conversation is summarized below:\n${summary}`
  session.context.compact(text.length)
  session.write('user', {
    message: { role: 'user', content: text },
    isVisibleInTranscriptOnly: true,
    isCompactSummary: true,
  })
}

/** Another model refused before this one answered the request. */
export function refusal(session: ClaudeSession, of: { model: string; kind: string; requestId: string }): void {
  mark(session, 'model_refusal_fallback', {
    direction: 'retry',
    content: `The safeguards of ${of.model} flagged this message. It was answered by ${session.plan.model} instead.`,
    level: 'warning',
    trigger: 'refusal',
    originalModel: of.model,
    fallbackModel: session.plan.model,
    requestId: of.requestId,
    apiRefusalCategory: of.kind,
  })
}
