/** No reader of a page or a reply wants more of one text; the whole stands in the file that the evidence names. */
const TEXT_MAX = 8_000

function cut(text: string): string {
  if (text.length <= TEXT_MAX) return text
  return `${text.slice(0, TEXT_MAX).toWellFormed()} … (${text.length.toLocaleString('en')} characters in all)`
}

/** The same value with every long text in it cut, and told. Plain JSON values only. */
export function capTexts<T>(value: T): T
export function capTexts(value: unknown): unknown {
  if (typeof value === 'string') return cut(value)
  if (Array.isArray(value)) return value.map((item) => capTexts(item as unknown))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, capTexts(inner as unknown)]))
}
