import type { Output } from './envelope'
import { type Fields, listOf, numberOf, objectOf, textOf } from './fields'
import { readProgramText } from './program-text'

/** Remarks that a reader wants as they stand. */
const REMARKS = new Set([
  'informational',
  'away_summary',
  'bridge_status',
  'microcompact_boundary',
  'model_refusal_fallback',
])

/** What the program itself wrote: retries, compactions, remarks. */
export function readSystem(record: Fields, output: Output): void {
  const subtype = textOf(record['subtype'])
  const text = textOf(record['content'])
  switch (subtype) {
    case 'turn_duration':
      return
    case 'api_error':
      readRetry(record, output)
      return
    case 'compact_boundary':
      readCompaction(record, output)
      return
    case 'stop_hook_summary':
      readStopHooks(record, output)
      return
    case 'local_command':
      if (text !== null) readProgramText(text, output, true)
      return
    case null:
      // Before there were subtypes, hooks told here that they ran.
      if (text !== null && !(record['level'] === 'info' && 'toolUseID' in record))
        output.entry({ type: 'note', role: 'system', text })
      return
    default:
      if (text !== null) output.entry({ type: 'note', role: 'system', text })
      if (!REMARKS.has(subtype)) output.unknown(`system/${subtype}`, record)
  }
}

function readRetry(record: Fields, output: Output): void {
  const error = objectOf(record['error'])
  const inner = objectOf(objectOf(error?.['error'])?.['error']) ?? objectOf(error?.['error'])
  const status = numberOf(error?.['status'])
  const type = textOf(inner?.['type'])
  const said =
    textOf(error?.['formatted']) ??
    textOf(inner?.['message']) ??
    textOf(error?.['message']) ??
    textOf(record['content'])
  const [attempt, most] = [numberOf(record['retryAttempt']), numberOf(record['maxRetries'])]
  const what = [status, type].filter((part) => part !== null).join(' ') || 'no answer from the API'
  const tries = attempt === null ? '' : `, attempt ${attempt}${most === null ? '' : ` of ${most}`}`
  output.entry({
    type: 'retry',
    role: 'system',
    title: `${what}${tries}`,
    text: said,
    data: { status, type, attempt, maxRetries: most, retryInMs: numberOf(record['retryInMs']) },
  })
}

function readCompaction(record: Fields, output: Output): void {
  const told = objectOf(record['compactMetadata'])
  const data: Record<string, unknown> = { trigger: textOf(told?.['trigger'])?.slice(0, 100) ?? null }
  for (const name of ['preTokens', 'postTokens', 'durationMs', 'cumulativeDroppedTokens']) {
    const value = numberOf(told?.[name])
    if (value !== null) data[name] = value
  }
  output.entry({ type: 'compaction', role: 'system', text: textOf(record['content']), data })
}

/** Hooks that ran as they should are no news. */
function readStopHooks(record: Fields, output: Output): void {
  const errors = listOf(record['hookErrors']).flatMap((error) => textOf(error) ?? [])
  const reason = textOf(record['stopReason'])
  const prevented = record['preventedContinuation'] === true
  if (errors.length === 0 && !prevented) return
  const title = prevented ? 'A stop hook ended the turn' : 'A stop hook failed'
  output.entry({ type: 'note', role: 'system', title, text: [reason, ...errors].filter(Boolean).join('\n') || null })
}
