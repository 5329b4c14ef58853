'use client'

import { useState } from 'react'
import { type HeldRows, holdRows } from '@/lib/live/held-rows'

interface WithId {
  id: string
}

interface Drawn<T> extends HeldRows<T> {
  list: string
  latest: readonly T[]
  /** Ids that were not there before the newest change. */
  arrived: ReadonlySet<string>
}

const NONE: ReadonlySet<string> = new Set()

function take<T extends WithId>(list: string, latest: readonly T[], before: Drawn<T> | null, held: boolean): Drawn<T> {
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
export function useHeldRows<T extends WithId>(list: string | null, latest: readonly T[], isReading: () => boolean) {
  const [drawn, setDrawn] = useState(() => take(list ?? '', latest, null, false))
  let current = drawn
  if (list !== null && (drawn.list !== list || drawn.latest !== latest)) {
    current = take(list, latest, drawn, isReading())
    setDrawn(current)
  }
  const release = () => setDrawn((before) => take(before.list, before.latest, before, false))
  return { ...current, release }
}
