/** No reader of a page or a reply wants more of one text; the whole stands in the file that the evidence names. */
const TEXT_MAX = 8_000

function cut(text: string, max: number): string {
  if (text.length <= max) return text
  return `${text.slice(0, max).toWellFormed()} … (${text.length.toLocaleString('en')} characters in all)`
}

/** The same value with every long text in it cut, and told. Plain JSON values only. */
export function capTexts<T>(value: T, max?: number): T
export function capTexts(value: unknown, max = TEXT_MAX): unknown {
  if (typeof value === 'string') return cut(value, max)
  if (Array.isArray(value)) return value.map((item) => capTexts(item as unknown, max))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, capTexts(inner as unknown, max)]))
}
