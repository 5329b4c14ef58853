import type { EntryQuery } from './queries'

/** What of a transcript is shown. One at a time, because "only" has one meaning; the name stands in the address. */
export const ENTRY_FILTERS = [
  { id: 'person', label: 'Person', query: { role: 'person' } },
  { id: 'answers', label: 'Answers', query: { kind: 'text' } },
  { id: 'tools', label: 'Tools', query: { kind: 'tool_call,tool_result' } },
  { id: 'failures', label: 'Failures', query: { outcome: 'failed' } },
  { id: 'denied', label: 'Denied', query: { outcome: 'denied,interrupted' } },
  { id: 'system', label: 'System', query: { role: 'system' } },
] as const satisfies readonly { id: string; label: string; query: EntryQuery }[]

export type EntryFilterId = (typeof ENTRY_FILTERS)[number]['id']

export const entryFilterOf = (id: string | null): EntryFilterId | null =>
  ENTRY_FILTERS.find((filter) => filter.id === id)?.id ?? null

/** The filter as the route takes it. */
export const entryFilterQuery = (id: EntryFilterId | null): EntryQuery =>
  ENTRY_FILTERS.find((filter) => filter.id === id)?.query ?? {}
