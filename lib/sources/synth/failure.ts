import { classifyFailure } from '@/lib/fingerprint/cause'
import type { FailureRecord } from '@/lib/model/records'
import type { Cause } from '@/lib/model/status'
import { BLANK_FAILURE } from '@/lib/sources/blank-records'

const SYSTEM = 'synth'
const MESSAGE_MAX = 65_536
const SEARCHED_MAX = 20_000

/** What the rules of all systems do not name, tried after them. */
const OWN_RULES: readonly { name: string; cause: Cause; finds: RegExp }[] = [
  { name: 'tls', cause: 'infra', finds: /CERTIFICATE_VERIFY_FAILED|SSLError|\bTLS\b/i },
  { name: 'missing_dependency', cause: 'config', finds: /No module named/i },
  { name: 'unreachable', cause: 'infra', finds: /all connection attempts failed|ReadError|ConnectError|ReadTimeout/i },
  { name: 'http_5xx', cause: 'infra', finds: /\bhttp_5\d\d\b|internal server error/i },
  { name: 'trace_store', cause: 'infra', finds: /trace_hydration_failed/i },
]

/** The class of an error: what it calls itself, or the last line of a traceback. */
function typeOf(message: string): string | null {
  const head = message.slice(0, SEARCHED_MAX)
  const named =
    /Exception type: ([A-Za-z_][\w.]{0,80})/.exec(head) ?? /^([A-Za-z_][\w.]{0,80}(?:Error|Exception))\b/m.exec(head)
  return named?.[1] ?? /^([a-z][a-z0-9_]{2,60}):/.exec(head)?.[1] ?? null
}

function causeOf(message: string, state: string | null): Pick<FailureRecord, 'cause' | 'causeRule'> {
  const verdict = classifyFailure(message, { system: SYSTEM, state })
  if (verdict.cause !== 'unknown') {
    return {
      cause: verdict.cause,
      causeRule: verdict.evidence === null ? verdict.rule : `${verdict.rule}: ${verdict.evidence}`,
    }
  }
  const rule = OWN_RULES.find(({ finds }) => finds.test(message.slice(0, SEARCHED_MAX)))
  return { cause: rule?.cause ?? 'unknown', causeRule: rule?.name ?? null }
}

/** One error as the source worded it, with its type and cause where the text tells them. */
export function failureOf(
  message: string,
  where: Pick<FailureRecord, 'failureKey' | 'runKey' | 'at' | 'ref'> &
    Partial<Pick<FailureRecord, 'phaseKey' | 'sessionKey' | 'severity' | 'data' | 'type'>> & { state?: string | null },
): FailureRecord {
  const { state = null, ...rest } = where
  const cut = message.length > MESSAGE_MAX
  return {
    ...BLANK_FAILURE,
    message: cut ? message.slice(0, MESSAGE_MAX).toWellFormed() : message,
    type: typeOf(message),
    ...causeOf(message, state),
    flags: cut ? ['truncated_text'] : [],
    ...rest,
  }
}
