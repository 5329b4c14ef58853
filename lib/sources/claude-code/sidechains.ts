const RECORDS_MAX = 200

/**
 * Sub-agents whose records stand between those of their parent and name no agent: each is the chain of records that
 * goes back to one first record.
 */
export class Sidechains {
  private readonly rootOf = new Map<string, string>()
  private latest = new Map<string, string>()

  constructor(state: unknown) {
    const [roots, latest] = Array.isArray(state) ? state : []
    for (const [target, pairs] of [
      [this.rootOf, roots],
      [this.latest, latest],
    ] as const) {
      for (const pair of Array.isArray(pairs) ? pairs : []) {
        if (Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string')
          target.set(pair[0], pair[1])
      }
    }
  }

  /** The id of the first record of the chain; a record whose parent is not known goes on with the latest one. */
  chainOf(sessionId: string, uuid: string | null, parent: string | null): string {
    const known = parent === null && uuid !== null ? uuid : this.rootOf.get(parent ?? '')
    const root = known ?? this.latest.get(sessionId) ?? uuid ?? 'unknown'
    if (uuid !== null) remember(this.rootOf, uuid, root)
    remember(this.latest, sessionId, root)
    return root
  }

  state(): [string, string][][] {
    return [[...this.rootOf], [...this.latest]]
  }
}

function remember(map: Map<string, string>, key: string, value: string): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= RECORDS_MAX) return
  const [eldest] = map.keys()
  if (eldest !== undefined) map.delete(eldest)
}
