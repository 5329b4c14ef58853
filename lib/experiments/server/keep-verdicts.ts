import 'server-only'
import type { Context } from '@/lib/context'
import { dataRevision, raiseDataRevision } from '@/lib/db/data-revision'
import { newestResults } from '@/lib/db/experiment-store'
import { writeAll } from '@/lib/db/upsert'
import { evaluateExperiment } from './evaluate-experiment'
import type { KnownExperiment } from './known-experiment'
import { tableOf } from './load-observations'
import { recordedExperiments } from './recorded-experiments'

/** More are computed when somebody opens them. */
const EXPERIMENTS_MAX = 100
const PAUSE_MS = 5_000
/** Of all time at most so little is spent on it: a pause is this many times as long as the round before it. */
const PAUSE_FACTOR = 20

/**
 * Keeps the verdicts of experiments that the records define, so that a list tells them before anybody opened one. What an
 * operator declared is left alone: whether its results had been shown before it was changed has to stay known.
 * @returns a step to be taken while nothing else waits; true when it did something
 */
export function verdictKeeper(store: Pick<Context, 'db' | 'fleet'>): (now: Date) => Promise<boolean> {
  const { db } = store
  let waiting: KnownExperiment[] = []
  let [seen, began, next] = ['', 0, 0]
  let changed = false

  async function begin(now: Date): Promise<boolean> {
    const revision = await dataRevision(db)
    if (revision === seen) return false
    ;[seen, began, changed] = [revision, now.getTime(), false]
    waiting = (await recordedExperiments(db)).slice(0, EXPERIMENTS_MAX)
    return waiting.length > 0
  }

  async function end(now: Date): Promise<void> {
    next = now.getTime() + Math.max(PAUSE_MS, (now.getTime() - began) * PAUSE_FACTOR)
    if (!changed) return
    const revision = await dataRevision(db)
    await writeAll(db, [raiseDataRevision()])
    // Its own change is no reason to look again.
    if (revision === seen) seen = await dataRevision(db)
  }

  return async (now) => {
    if (waiting.length === 0 && (now.getTime() < next || !(await begin(now)))) return false
    const known = waiting.shift()
    if (known) changed = (await keepVerdict({ ...store, now }, known)) || changed
    if (waiting.length === 0) await end(now)
    return true
  }
}

/** @returns whether the list has something else to tell. One experiment that cannot be computed does not stop the others. */
async function keepVerdict(ctx: Context, known: KnownExperiment): Promise<boolean> {
  const { db } = ctx
  try {
    const [before] = await newestResults(db, [known.id])
    const { id, definition, versions } = known
    const asked = { id, experimentId: id, version: versions[0]?.version ?? 1, definition }
    await evaluateExperiment(ctx, { ...asked, table: await tableOf(db, known) })
    const [after] = await newestResults(db, [id])
    return before?.verdict !== after?.verdict || before?.pairs !== after?.pairs
  } catch {
    return false
  }
}
