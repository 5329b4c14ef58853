/** Where a pattern is shown. */
export const patternPath = (id: string): string => `/patterns/${encodeURIComponent(id)}`
