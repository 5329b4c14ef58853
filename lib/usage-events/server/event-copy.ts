import 'server-only'
import { z } from 'zod'
import type { usageCopies } from '@/lib/db/usage-event-detail'
import { toCountOrNull, toUsageWire } from '@/lib/http/amounts'
import { totalOf } from '@/lib/model/usage'
import type { EventCopy } from '@/lib/usage-events/schema'

type CopyRow = Awaited<ReturnType<typeof usageCopies>>['copies'][number]

const LINES_MAX = 50
const Written = z.tuple([z.string(), z.number().int(), z.number().int().nullable()], z.unknown())

/** Lines as ingest keeps them; one that cannot be read is left out. */
function linesOf(text: string): EventCopy['lines'] {
  try {
    const list: unknown = JSON.parse(text)
    if (!Array.isArray(list)) return []
    return list.slice(0, LINES_MAX).flatMap((line) => {
      const { data } = Written.safeParse(line)
      return data ? [{ place: data[0], tokens: data[1], output: data[2] }] : []
    })
  } catch {
    return []
  }
}

/** One copy of a response, as it stands in its session. */
export function toEventCopy(row: CopyRow): EventCopy {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning } = row
  const here = { input, cacheRead, cacheWrite5m, cacheWrite1h, output, unsplit: null }
  return {
    id: row.id,
    sessionId: row.sessionId,
    sessionName: row.sessionName,
    at: row.at,
    kept: row.kept,
    rule: row.rule,
    usage: toUsageWire({ ...here, reasoning, total: totalOf(here) }, []),
    lineCount: row.lineCount,
    lines: linesOf(row.lines),
    writtenTokens: toCountOrNull(row.writtenTokens),
    file: row.file,
    ref: row.ref,
  }
}
