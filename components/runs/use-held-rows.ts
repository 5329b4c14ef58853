'use client'

import { useState } from 'react'
import { type HeldRows, holdRows } from '@/lib/runs/held-rows'
import type { RunSummary } from '@/lib/runs/schema'

interface Drawn extends HeldRows<RunSummary> {
  list: string
  latest: readonly RunSummary[]
  /** Ids that were not there before the newest change. */
  arrived: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

function take(list: string, latest: readonly RunSummary[], before: Drawn | null, held: boolean): Drawn {
  if (before === null || before.list !== list) {
    return { list, latest, rows: [...latest], fresh: 0, moved: false, arrived: NONE }
  }
  const next = holdRows(before.rows, latest, held)
  const known = new Set(before.rows.map((row) => row.id))
  const arrived = next.moved ? before.arrived : new Set(next.rows.map((row) => row.id).filter((id) => !known.has(id)))
  return { list, latest, ...next, arrived }
}

/**
 * The rows to draw: what they say is always the newest, their order waits while someone reads them.
 * @param list which list the rows belong to, null while they answer another question: then nothing changes
 * @param isReading asked at the moment at which a new reply is drawn
 */
export function useHeldRows(list: string | null, latest: readonly RunSummary[], isReading: () => boolean) {
  const [drawn, setDrawn] = useState(() => take(list ?? '', latest, null, false))
  let current = drawn
  if (list !== null && (drawn.list !== list || drawn.latest !== latest)) {
    current = take(list, latest, drawn, isReading())
    setDrawn(current)
  }
  const release = () => setDrawn((before) => take(before.list, before.latest, before, false))
  return { ...current, release }
}
