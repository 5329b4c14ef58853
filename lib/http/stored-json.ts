/** JSON text columns, read leniently: a column that cannot be read is empty, and never takes the page with it. */

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The texts of a JSON list. */
export function textsOf(text: string): string[] {
  const value = parsed(text)
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** A JSON object. */
export function recordOf(text: string): Record<string, unknown> {
  const value = parsed(text)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** A JSON object's texts by name. */
export function textRecordOf(text: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(recordOf(text)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
