import type { Cause } from '@/lib/model/status'

export interface CauseVerdict {
  cause: Cause
  /** The rule that decided; null when none did. */
  rule: string | null
  /** The words that decided, at most a line. */
  evidence: string | null
}

interface Rule {
  name: string
  cause: Cause
  finds: RegExp
  /** Only texts of this system. */
  system?: string
}

/** Only the head of a text is searched: a stack of megabytes says nothing its first lines do not. */
const SEARCHED_MAX = 20_000
const EVIDENCE_MAX = 300

/** Tried in order, first hit wins: what names its cause outright before what only looks like one. */
const RULES: readonly Rule[] = [
  {
    name: 'cancelled',
    cause: 'cancelled',
    finds: /\b(cancell?ed|stopped|aborted|interrupted) by (the )?(user|operator)\b|KeyboardInterrupt|\bSIGINT\b/i,
  },
  {
    name: 'budget_exhausted',
    cause: 'config',
    finds: /BUDGET_EXHAUSTED|TOKEN_ESCALATION|\btoken (budget|cap) (was )?exceeded\b/i,
    system: 'autopack',
  },
  { name: 'environment', cause: 'infra', finds: /DONE_FAILED_ENVIRONMENT|^INFRA_RETRY\b/i, system: 'autopack' },
  {
    name: 'policy_violation',
    cause: 'agent',
    finds: /DONE_FAILED_POLICY_VIOLATION|protected[ _]path/i,
    system: 'autopack',
  },
  {
    // The text says whose time it was: an agent that does not finish has failed, and no machine has.
    name: 'agent_timeout',
    cause: 'agent',
    finds: /\bAgentTimeoutError\b|\bagent_timeout\b|\bagent execution timed out\b/i,
  },
  {
    name: 'network',
    cause: 'infra',
    finds:
      /\b(connection (refused|reset|error|aborted)|ECONNREFUSED|ECONNRESET|ETIMEDOUT|getaddrinfo|ENOTFOUND|certificate verify failed|TLS handshake)\b/i,
  },
  {
    name: 'http_5xx_or_rate',
    cause: 'infra',
    finds: /\b(HTTP|status|code|error)[ :=]+(429|5\d\d)\b|rate limit|overloaded|service unavailable|bad gateway/i,
  },
  {
    name: 'disk_or_memory',
    cause: 'infra',
    finds: /no space left|disk (is )?full|ENOSPC|out of memory|\bOOM\b|MemoryError/i,
  },
  { name: 'timeout', cause: 'infra', finds: /\btimed? ?out\b|TimeoutError/i },
  {
    name: 'credentials',
    cause: 'config',
    finds:
      /\b(invalid|missing|no) (api[ _-]?key|credentials?|token)\b|\b(HTTP|status|code|error)[ :=]+40[13]\b|unauthori[sz]ed/i,
  },
  {
    name: 'missing_dependency',
    cause: 'config',
    finds: /ModuleNotFoundError|ImportError|Cannot find module|MODULE_NOT_FOUND|command not found/i,
  },
  { name: 'permission', cause: 'config', finds: /PermissionError|EACCES|permission denied/i },
  {
    name: 'deliverables',
    cause: 'quality',
    finds: /DELIVERABLES_VALIDATION_FAILED|missing \d+ required deliverables|deliverables validation failed/i,
  },
  {
    name: 'patch',
    cause: 'quality',
    finds: /PATCH_FAILED|STRUCTURED_EDIT_FAILED|patch (does not|would not|failed to) apply/i,
  },
  {
    name: 'quality_gate',
    cause: 'quality',
    finds: /^BLOCKED\b|quality gate|auditor reject|tests? failed|AssertionError/i,
  },
  { name: 'attempts_exhausted', cause: 'agent', finds: /MAX_ATTEMPTS_EXHAUSTED|attempts exhausted/i },
  {
    name: 'agent_output',
    cause: 'agent',
    finds:
      /EMPTY_FILES_RETRY|REPLAN_REQUESTED|DOCTOR_REPLAN|DOCTOR_SKIP|empty (files|response)|could not parse (the )?(model|output)/i,
  },
  {
    name: 'lost',
    cause: 'lost',
    finds: /heartbeat lost|worker (died|vanished|was lost)|process (was )?killed|SIGKILL/i,
  },
]

/**
 * Why something failed, from its text and the state its source gave it. Deterministic: one table of rules in order.
 * @returns cause `unknown` without rule when nothing matches
 */
export function classifyFailure(text: string, about: { system: string; state: string | null }): CauseVerdict {
  for (const subject of [text.slice(0, SEARCHED_MAX), about.state ?? '']) {
    for (const { name, cause, finds, system } of RULES) {
      if (system !== undefined && system !== about.system) continue
      const found = finds.exec(subject)
      if (found) return { cause, rule: name, evidence: lineAround(subject, found.index) }
    }
  }
  return { cause: 'unknown', rule: null, evidence: null }
}

function lineAround(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at) + 1
  const end = text.indexOf('\n', at)
  const line = text.slice(Math.max(start, at - EVIDENCE_MAX / 2), end === -1 ? undefined : end)
  return line
    .trim()
    .slice(0, EVIDENCE_MAX)
    .replace(/[\uD800-\uDBFF]$/, '')
}
