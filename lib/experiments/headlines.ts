import { z } from 'zod'
import type { Headline } from './experiment-schema'

const Stored = z.array(
  z.looseObject({ name: z.string(), published: z.number(), rows: z.number(), agrees: z.boolean() }),
)

/** The published numbers of runs, from what their readers stored; what cannot be read is left out. */
export function readHeadlines(rows: readonly { id: string; name: string | null; headlines: string }[]): Headline[] {
  return rows.flatMap(({ id, name, headlines }) =>
    (Stored.safeParse(parsed(headlines)).data ?? []).map((one) => ({
      ...{ configuration: name ?? id, runId: id, name: one.name },
      ...{ published: one.published, rows: one.rows, agrees: one.agrees },
    })),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
