import 'server-only'

/** The key, and where it was found or looked for. */
export interface BackendKey {
  value: string | null
  lookedAt: readonly string[]
  foundIn: string | null
}
