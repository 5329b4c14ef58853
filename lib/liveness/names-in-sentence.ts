const NAME_MAX = 60
const NAMES_MAX = 3

/** A foreign name short enough for a sentence. */
export function shortName(name: string): string {
  const clean = name.replace(/\s+/g, ' ').trim()
  return clean.length > NAME_MAX ? `${clean.slice(0, NAME_MAX).replace(/[\uD800-\uDBFF]$/, '')}…` : clean
}

/** `a, b and 3 more`. */
export function nameList(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_MAX).map(shortName)
  const rest = names.length - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** `1 phase`, `2 phases`. */
export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
