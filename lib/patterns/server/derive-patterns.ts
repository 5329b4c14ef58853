import 'server-only'
import type { Db } from '@/lib/db/client'
import { raiseDataRevision } from '@/lib/db/data-revision'
import {
  dirtyPatterns,
  duePatterns,
  patternCauses,
  patternCounts,
  patternDays,
  patternTemplate,
} from '@/lib/db/pattern-facts'
import { rollUpPatterns } from '@/lib/db/pattern-roll-up'
import { markPatterns, rulesInForce, type StoredRule } from '@/lib/db/pattern-shapes'
import { patternWaste } from '@/lib/db/pattern-waste'
import { type Row, type Statement, upsert, writeAll } from '@/lib/db/upsert'
import { fingerprintOf } from '@/lib/fingerprint/fingerprint'
import type { Cause } from '@/lib/model/status'
import { derivePattern, type PatternFacts, trendFrom } from '../derive-pattern'
import { patternLifeFacts } from './pattern-life-facts'

/** Patterns derived in one transaction. */
const AT_ONCE = 50

/**
 * Derives every pattern on the list, and every one that time alone may have changed, anew from its failures, runs and moves.
 * @param fence breaks a transaction when the right to write was lost
 */
export async function derivePatterns(db: Db, fence: () => Statement, now: Date): Promise<void> {
  const at = now.toISOString()
  const due = duePatterns(db, at)
  if (due.length > 0) await writeAll(db, [fence(), markPatterns(due)])
  for (;;) {
    const dirty = dirtyPatterns(db, AT_ONCE)
    if (dirty.length === 0) return
    const ids = dirty.map(({ patternId }) => patternId)
    await writeAll(db, [fence(), ...rollUpPatterns(ids)])
    const rules = rulesInForce(db)
    const rows: Row[] = []
    for (const id of ids) {
      const row = await patternRow(db, id, rules, at)
      if (row !== null) rows.push(row)
    }
    const gone = ids.filter((id) => !rows.some((row) => row['id'] === id))
    await writeAll(db, [
      fence(),
      ...upsert('Pattern', ['id'], rows, 'replace'),
      { sql: 'DELETE FROM "Pattern" WHERE "id" = ?', rows: gone.map((id) => [id]) },
      // A move that was made meanwhile has put another mark there, and stays.
      {
        sql: 'DELETE FROM "DirtyPattern" WHERE "patternId" = ? AND "mark" = ?',
        rows: dirty.map(({ patternId, mark }) => [patternId, mark]),
      },
      raiseDataRevision(),
    ])
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** The row of a pattern as its facts make it; null when it has no failure any more. */
export async function patternRow(db: Db, id: string, rules: readonly StoredRule[], now: string): Promise<Row | null> {
  const counts = patternCounts(db, id)
  if (counts === null) return null
  const { templates, ruleIds } = patternTemplate(db, id)
  const own = templates.find((template) => fingerprintOf(template).fingerprint === id) ?? templates[0] ?? ''
  const rule = rules.find((each) => ruleIds.includes(each.id))
  const facts: PatternFacts = {
    id,
    template: own,
    told: {
      title: rule?.title ?? null,
      errorType: rule?.errorType ?? null,
      cause: (rule?.cause ?? null) as Cause | null,
    },
    causes: patternCauses(db, id),
    ...counts,
    days: patternDays(db, id, trendFrom(now)),
    ...(await patternLifeFacts(db, id, counts.projects, now)),
  }
  const waste = patternWaste(db, id)
  const { systems, projects, signatures, lastSeenAt, ...numbers } = counts
  return {
    id,
    template: own,
    ...derivePattern(facts),
    ...numbers,
    lastSeenAt: lastSeenAt ?? '',
    systems: JSON.stringify(systems),
    projects: JSON.stringify(projects),
    signatures: JSON.stringify(signatures),
    tokensWasted: waste.tokens,
    msWasted: waste.ms,
    costWasted: waste.costPico,
    knownTokens: waste.known,
  }
}
