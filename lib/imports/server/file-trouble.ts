import 'server-only'
import { z } from 'zod'
import type { TroubledFile } from '@/lib/db/import-list'

export interface FileTrouble {
  rejected: number
  unparsed: number
}

const Counts = z.array(z.object({ kind: z.string().optional(), count: z.number() }))

function unparsedIn(text: string): number {
  try {
    const pieces = Counts.parse(JSON.parse(text)).filter(({ kind }) => kind !== 'repaired-text')
    return pieces.reduce((sum, { count }) => sum + count, 0)
  } catch {
    return 0
  }
}

/** How many records were refused, and how many pieces not understood, over some files. What was repaired was read. */
export function troubleOf(files: readonly TroubledFile[]): FileTrouble {
  return {
    rejected: files.reduce((sum, file) => sum + file.rejectedCount, 0),
    unparsed: files.reduce((sum, file) => sum + unparsedIn(file.unparsed), 0),
  }
}
