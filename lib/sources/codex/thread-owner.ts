/**
 * Whose turn it is. The rollout of a fork or of a sub-agent may begin with a copy of its parent's history, often with
 * every time set to the moment of the fork, so neither the file nor the times say who spent what. The ids do: thread
 * and turn ids are UUIDv7, which begin with the moment they were made. A turn belongs to the youngest thread of the
 * line of descent that existed when the turn began.
 */

/** A line's times this far apart: a copy is written in one burst, a response takes longer. */
const BURST_GAP_MS = 1_000

export interface Descent {
  /** The thread of this file. */
  own: string
  /** Threads it descends from, as far as records name them. */
  ancestors: readonly string[]
}

/** The moment a UUIDv7 was made, as text in order of time; null for other ids. */
function madeAt(id: string): string | null {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/i.test(id) ? id.slice(0, 13).toLowerCase() : null
}

/** The thread a turn belongs to; null when the ids do not tell. */
export function ownerOfTurn(turnId: string, { own, ancestors }: Descent): string | null {
  const [turn, self] = [madeAt(turnId), madeAt(own)]
  if (turn === null || self === null) return null
  if (ancestors.length === 0) return own
  let [owner, ownerMade] = ['', '']
  for (const thread of [own, ...ancestors]) {
    const made = madeAt(thread)
    if (made !== null && made <= turn && made >= ownerMade) [owner, ownerMade] = [thread, made]
  }
  // Older than every thread that is named: an ancestor's that is not, so the farthest one stands for it.
  return owner === '' ? (ancestors.at(-1) ?? own) : owner
}

/** What the times say where the ids do not. */
export interface TimedLine {
  ownerIsSelf: boolean
  at: string
  previousAt: string | null
  /** When the thread of this file was made. */
  madeAt: string | null
}

/**
 * `self`: the copy has ended, because its burst has, or because the copied times have caught up. `other`: the line is
 * older than the thread itself. Null: nothing changes.
 */
export function ownerByTime({ ownerIsSelf, at, previousAt, madeAt: made }: TimedLine): 'self' | 'other' | null {
  if (made === null) return null
  if (ownerIsSelf) return at < made ? 'other' : null
  if (at < made || previousAt === null) return null
  return previousAt < made || Date.parse(at) - Date.parse(previousAt) >= BURST_GAP_MS ? 'self' : null
}
