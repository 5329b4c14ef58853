import { z } from 'zod'
import { PATTERN_LIST } from './filters'
import type { ListPatternsInput } from './schema'

/** A filter with a name, kept in the browser. */
const SavedView = z.object({
  name: z.string().trim().min(1).max(80),
  /** As it stands in the address. */
  query: z.record(z.string().max(40), z.string().max(2_000)),
})
export type SavedView = z.infer<typeof SavedView>

export const VIEWS_MAX = 50
export const VIEW_NAME_MAX = 80

/** The views of a text that the browser kept; what is damaged in it is left out, the rest stays. */
export function readViews(text: string | null): SavedView[] {
  const views = new Map<string, SavedView>()
  for (const each of listOf(text)) {
    const view = SavedView.safeParse(each)
    if (view.success && views.size < VIEWS_MAX) views.set(view.data.name, view.data)
  }
  return [...views.values()]
}

function listOf(text: string | null): unknown[] {
  if (text === null) return []
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

/** The same views with one more; one of the same name gives way. */
export function withView(views: readonly SavedView[], name: string, filters: ListPatternsInput): SavedView[] {
  const view = { name: name.trim().slice(0, VIEW_NAME_MAX), query: PATTERN_LIST.query(PATTERN_LIST.firstPage(filters)) }
  return [...views.filter((each) => each.name !== view.name), view].slice(-VIEWS_MAX)
}

/** What a view filters by: fields that are none, or say nonsense, are left out. */
export const viewFilters = ({ query }: SavedView): ListPatternsInput => PATTERN_LIST.parse(query).filters

export const isView = (view: SavedView, filters: ListPatternsInput): boolean =>
  JSON.stringify(PATTERN_LIST.query(viewFilters(view))) ===
  JSON.stringify(PATTERN_LIST.query(PATTERN_LIST.firstPage(filters)))
