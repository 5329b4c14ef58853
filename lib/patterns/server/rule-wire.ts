import 'server-only'
import type { StoredPatternRule } from '@/lib/db/pattern-rules'
import { CAUSES } from '@/lib/model/status'
import type { PatternRuleWire } from '../schema'

/** A rule of an operator as replies show it. */
export function toRule(row: StoredPatternRule): PatternRuleWire {
  return {
    ...{ id: row.id, kind: row.kind === 'merge' ? 'merge' : 'template', at: row.at, by: row.by, reason: row.reason },
    ...{ template: row.template, system: row.system, title: row.title, errorType: row.errorType },
    cause: CAUSES.find((each) => each === row.cause) ?? null,
    ...{ from: row.fromId, into: row.intoId, withdrawnAt: row.withdrawnAt, failures: row.failures },
  }
}
