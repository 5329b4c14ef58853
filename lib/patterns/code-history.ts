/** Fewer characters name no commit for sure. */
const SHORT_MIN = 7

/**
 * Which commit contains which, from a list of commits with their parents. A commit may be named by its first seven
 * characters or more.
 */
export class CodeHistory {
  private readonly children = new Map<string, string[]>()
  private readonly known = new Set<string>()
  private readonly having = new Map<string, ReadonlySet<string>>()
  private sorted: string[] | null = null

  constructor(commits: Iterable<{ sha: string; parents: readonly string[] }>) {
    for (const { sha, parents } of commits) {
      const own = sha.toLowerCase()
      this.known.add(own)
      for (const each of parents) {
        const parent = each.toLowerCase()
        const others = this.children.get(parent)
        if (others) others.push(own)
        else this.children.set(parent, [own])
      }
    }
  }

  /** Whether code of a commit has the fix; null when either is not in the list, or its short name means several. */
  contains(commit: string, fix: string): boolean | null {
    const names = [commit.toLowerCase(), fix.toLowerCase()] as const
    const [own, other] = [this.find(names[0]), this.find(names[1])]
    if (own === null || other === null)
      return areOne(...names) && !names.some((name) => this.isSeveral(name)) ? true : null
    return own === other || this.commitsWith(other).has(own)
  }

  private find(name: string): string | null {
    if (this.known.has(name)) return name
    if (name.length < SHORT_MIN) return null
    const [found, next] = this.from(name)
    if (found === undefined || !found.startsWith(name)) return null
    return next?.startsWith(name) ? null : found
  }

  private isSeveral(name: string): boolean {
    return !this.known.has(name) && this.from(name).every((each) => each?.startsWith(name))
  }

  /** The two commits at and behind a name. */
  private from(name: string): [string | undefined, string | undefined] {
    this.sorted ??= [...this.known].sort()
    const at = firstFrom(this.sorted, name)
    return [this.sorted[at], this.sorted[at + 1]]
  }

  /** All that came after a fix: found once a fix, of which there are fewer than commits that runs name. */
  private commitsWith(fix: string): ReadonlySet<string> {
    const known = this.having.get(fix)
    if (known) return known
    const seen = new Set<string>()
    const open = [...(this.children.get(fix) ?? [])]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue
      seen.add(at)
      open.push(...(this.children.get(at) ?? []))
    }
    this.having.set(fix, seen)
    return seen
  }
}

/** Two names of one commit, one of them perhaps cut. */
const areOne = (a: string, b: string) =>
  a === b || (Math.min(a.length, b.length) >= SHORT_MIN && (a.startsWith(b) || b.startsWith(a)))

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
