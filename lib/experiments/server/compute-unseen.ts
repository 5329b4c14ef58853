import 'server-only'
import type { Context } from '@/lib/context'
import { isDeclared } from '@/lib/experiments/experiment-schema'
import { evaluateExperiment } from './evaluate-experiment'
import type { KnownExperiment } from './known-experiment'

/** A list may not wait longer; what is left comes with the next one. */
const MOST_MS = 1_500

/**
 * Computes experiments that nobody has opened, so that a list can tell what came out. What an operator declared waits until
 * somebody looks: its results count as shown from then on. @returns whether anything was computed
 */
export async function computeUnseen(ctx: Context, unseen: readonly KnownExperiment[]): Promise<boolean> {
  const until = performance.now() + MOST_MS
  let isAny = false
  for (const { id, origin, definition, versions } of unseen) {
    if (isDeclared(origin)) continue
    if (performance.now() > until) break
    const version = versions[0]?.version ?? 1
    isAny =
      (await isComputed(() => evaluateExperiment(ctx, { id, experimentId: id, version, definition, table: null }))) ||
      isAny
  }
  return isAny
}

/** One that cannot be computed (too many rows) hides none of the others. */
async function isComputed(compute: () => Promise<unknown>): Promise<boolean> {
  try {
    await compute()
    return true
  } catch {
    return false
  }
}
