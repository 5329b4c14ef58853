/** Fewer characters name no commit for sure. */
const SHORT_MIN = 7

/**
 * Which commit contains which, from a list of commits with their parents. A commit may be named by its first seven
 * characters or more.
 */
export class CodeHistory {
  private readonly known = new Map<string, readonly string[]>()
  private readonly ancestors = new Map<string, ReadonlySet<string>>()
  private sorted: string[] | null = null

  constructor(commits: Iterable<{ sha: string; parents: readonly string[] }>) {
    for (const { sha, parents } of commits) this.known.set(sha, parents)
  }

  /** Whether code of a commit has the fix; null when either is not in the list, or its short name means several. */
  contains(commit: string, fix: string): boolean | null {
    const [own, other] = [this.find(commit), this.find(fix)]
    if (own === null || other === null) return commit === fix ? true : null
    return own === other || this.before(other, own)
  }

  private find(name: string): string | null {
    const wanted = name.toLowerCase()
    if (this.known.has(wanted)) return wanted
    if (wanted.length < SHORT_MIN) return null
    this.sorted ??= [...this.known.keys()].sort()
    const at = firstFrom(this.sorted, wanted)
    const [found, next] = [this.sorted[at], this.sorted[at + 1]]
    if (found === undefined || !found.startsWith(wanted)) return null
    return next?.startsWith(wanted) ? null : found
  }

  private before(fix: string, commit: string): boolean {
    const known = this.ancestors.get(commit) ?? this.ancestorsOf(commit)
    this.ancestors.set(commit, known)
    return known.has(fix)
  }

  private ancestorsOf(commit: string): Set<string> {
    const seen = new Set<string>()
    const open = [...(this.known.get(commit) ?? [])]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue
      seen.add(at)
      open.push(...(this.known.get(at) ?? []))
    }
    return seen
  }
}

/** The first place in a sorted list whose text is not before `wanted`. */
function firstFrom(sorted: readonly string[], wanted: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < wanted) low = middle + 1
    else high = middle
  }
  return low
}
