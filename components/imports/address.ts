import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'

/** What the address of the page says. */
export interface SourcesView {
  /** The import whose receipt is open; null: the newest. */
  importId: string | null
  /** The file of it that is open; null: the one that needs a look most. */
  file: number | null
  /** Where the list of imports continues. */
  cursor: string | null
}

const ID_MAX = 200
const CURSOR_MAX = 2_000

/** Reads field by field; what is missing or nonsense falls back. */
export function parseSourcesView(get: (name: string) => string | null | undefined): SourcesView {
  const importId = get('import') ?? ''
  const file = get('file') ?? ''
  const cursor = get('cursor') ?? ''
  return {
    importId: importId !== '' && importId.length <= ID_MAX ? importId : null,
    file: /^\d{1,7}$/.test(file) ? Number(file) : null,
    cursor: cursor !== '' && cursor.length <= CURSOR_MAX ? cursor : null,
  }
}

export function sourcesHref({ importId, file, cursor }: SourcesView, fleet: Fleet): string {
  return paths.sources(fleet, { import: importId, file, cursor })
}
