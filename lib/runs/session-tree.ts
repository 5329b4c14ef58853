import type { RunSessionWire } from './schema'

type Member = Pick<RunSessionWire, 'id' | 'parentId' | 'tokens'>

/** Tokens of a session: its own, its children's, and both. Null: nobody recorded any. */
export interface SessionNode<T extends Member = RunSessionWire> {
  session: T
  depth: number
  own: number | null
  children: number | null
  sum: number | null
}

const add = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b)

/** Parents before their children. A session whose parent is missing, or is itself, stands at the top; none is lost. */
export function sessionTree<T extends Member>(sessions: readonly T[]): SessionNode<T>[] {
  const ids = new Set(sessions.map((session) => session.id))
  const childrenOf = new Map<string | null, T[]>()
  for (const session of sessions) {
    const parent = session.parentId !== null && session.parentId !== session.id && ids.has(session.parentId)
    const key = parent ? session.parentId : null
    childrenOf.set(key, [...(childrenOf.get(key) ?? []), session])
  }
  const seen = new Set<string>()
  const walk = (session: T, depth: number): SessionNode<T>[] => {
    if (seen.has(session.id)) return []
    seen.add(session.id)
    const below = (childrenOf.get(session.id) ?? []).map((child) => walk(child, depth + 1))
    const children = below.reduce<number | null>((sum, [child]) => add(sum, child?.sum ?? null), null)
    const own = session.tokens
    return [{ session, depth, own, children, sum: add(own, children) }, ...below.flat()]
  }
  const rooted = (childrenOf.get(null) ?? []).flatMap((session) => walk(session, 0))
  // Sessions that are each other's parent have no root; the first of them becomes one.
  return [...rooted, ...sessions.flatMap((session) => walk(session, 0))]
}
