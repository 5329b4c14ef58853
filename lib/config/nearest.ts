/** How many single letters must change, be added or taken away to make one word the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The word that was most likely meant: a prefix, or few letters away; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const asked = word.slice(0, 64).toLowerCase()
  if (asked === '') return null
  const ranked = known
    .map((name) => ({
      name,
      off: name.toLowerCase().startsWith(asked) && asked.length > 1 ? 0.5 : distance(asked, name.toLowerCase()),
    }))
    .sort((a, b) => a.off - b.off || a.name.localeCompare(b.name))
  const best = ranked[0]
  return best && best.off <= Math.max(1, Math.min(3, Math.floor(asked.length / 2))) ? best.name : null
}
