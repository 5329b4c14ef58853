import 'server-only'
import type { ContextEntryWire } from '@/lib/compare/schema'
import type { Db } from '@/lib/db/client'
import type { Entry } from '@/lib/db/generated/client'
import { outcomesOf } from '@/lib/db/step-pages'

const BEFORE = 3
const AFTER = 3
const TEXT_MAX = 400

const cut = (text: string | null) =>
  text === null || text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX).toWellFormed()} …`

const ORDER = [{ place: 'asc' as const }, { id: 'asc' as const }]
const BACKWARDS = [{ place: 'desc' as const }, { id: 'desc' as const }]

/** Entries around one, in the order of reading; around the end of the session when it is null. */
async function rowsAround(db: Db, sessionId: string, entryId: string | null): Promise<Entry[]> {
  const where = { sessionId, attached: false }
  const entry = entryId === null ? null : await db.entry.findUnique({ where: { id: entryId } })
  if (!entry) return (await db.entry.findMany({ where, orderBy: BACKWARDS, take: BEFORE })).reverse()
  const { place, id } = entry
  const [before, after] = await Promise.all([
    db.entry.findMany({
      where: { ...where, OR: [{ place: { lt: place } }, { place, id: { lt: id } }] },
      orderBy: BACKWARDS,
      take: BEFORE,
    }),
    db.entry.findMany({
      where: { ...where, OR: [{ place: { gt: place } }, { place, id: { gte: id } }] },
      orderBy: ORDER,
      take: AFTER + 1,
    }),
  ])
  return [...before.reverse(), ...after]
}

/** A few entries around the place where a transcript parts from another; the last ones when it has ended. */
export async function contextOf(db: Db, sessionId: string, entryId: string | null): Promise<ContextEntryWire[]> {
  const rows = await rowsAround(db, sessionId, entryId)
  const outcomes = await outcomesOf(db, sessionId, rows)
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    kind: row.kind,
    role: row.role,
    tool: cut(row.tool),
    title: cut(row.title),
    text: cut(row.text),
    outcome: row.outcome ?? (row.callId === null ? null : (outcomes.get(row.callId) ?? null)),
  }))
}
