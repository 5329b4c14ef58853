import 'server-only'
import { randomUUID } from 'node:crypto'
import { realpathSync } from 'node:fs'
import type { Source } from '@/lib/db/generated/client'

/** Marks the sources that a request asked for; those of the command line are the operator's own word. */
const ASKED = 'src_asked_'

/** The id of a source that a request asked for. */
export const askedSourceId = () => `${ASKED}${randomUUID().slice(0, 12)}`

function isStillReal(place: string): boolean {
  try {
    return realpathSync(place) === place
  } catch {
    return true // gone: walking it says so in better words
  }
}

/**
 * What reading a source may not leave, as `within` of an import; undefined: no bound. One that a request asked for is
 * read below its own path only, wherever a link leads, and not at all once the path itself became a link.
 */
export function watchLimit({ id, path }: Pick<Source, 'id' | 'path'>): readonly string[] | undefined {
  if (!id.startsWith(ASKED)) return undefined
  return isStillReal(path) ? [path] : []
}
