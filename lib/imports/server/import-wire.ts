import 'server-only'
import type { Import } from '@/lib/db/generated/client'
import { textsOf } from '@/lib/http/stored-json'
import { commonFolder } from '@/lib/imports/import-words'
import { ImportProgress, type ImportSummary, Receipt } from '@/lib/imports/schema'

/** Enough to name an import by; its receipts name every file. */
const PATHS_MAX = 20
const STATUSES = ['queued', 'running', 'done', 'failed'] as const

function stored<T>(schema: { safeParse(value: unknown): { data?: T } }, text: string | null): T | null {
  if (text === null) return null
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** One request to import, without its receipts. */
export function toImportSummary(row: Import): ImportSummary {
  const paths = textsOf(row.paths)
  return {
    id: row.id,
    requestedBy: row.requestedBy,
    paths: paths.slice(0, PATHS_MAX),
    pathsTotal: paths.length,
    place: paths.length === 1 ? (paths[0] ?? '') : commonFolder(paths),
    status: STATUSES.find((status) => status === row.status) ?? 'failed',
    progress: stored(ImportProgress, row.progress),
    totals: stored(Receipt.shape.totals, row.totals),
    error: row.error,
    requestedAt: row.requestedAt,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
  }
}
