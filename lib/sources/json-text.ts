/** A value of a record as JSON. What is nested too deep for that is said to be, and costs nothing else of its record. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch {
    return '"(nested too deep to show)"'
  }
}
