/** How Autopack names the replay of a run, and what a manifest asks every orchestrator to name it. */
const REPLAY = /^([\s\S]+)-replay-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})$/
/** A chain of replays of replays that is longer names nothing that anybody started. */
const DEPTH_MAX = 20

/** The time in a name as digits: `20260301-120000`, in UTC. */
const stampOf = (at: Date): string =>
  `${at.toISOString().slice(0, 10).replaceAll('-', '')}-${at.toISOString().slice(11, 19).replaceAll(':', '')}`

/** The native id that a replay begun for this campaign is to have. @param at the second in it */
export const replayKeyOf = (nativeId: string, at: Date): string => `${nativeId}-replay-${stampOf(at)}`

/** Native ids of which a run of this name may be a replay, the longest first; empty when its name says nothing. */
export function namedOriginals(nativeId: string): string[] {
  const found: string[] = []
  let match = REPLAY.exec(nativeId)
  while (match?.[1] !== undefined && found.length < DEPTH_MAX) {
    found.push(match[1])
    match = REPLAY.exec(match[1])
  }
  return found
}

/** The beginning that all replays of a run have by name, and the first text after every one of them. */
export const replayRange = (id: string): { after: string; before: string } => ({
  after: `${id}-replay-`,
  before: `${id}-replay.`,
})

/** When the name says the replay began, for runs of which nothing else tells; null when it is no time. */
export function namedTime(nativeId: string): string | null {
  const [, , year, month, day, hour, minute, second] = REPLAY.exec(nativeId) ?? []
  if (year === undefined) return null
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) || at.toISOString() !== iso ? null : iso
}
