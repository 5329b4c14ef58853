import 'server-only'
import type { Db } from './client'
import type { UsageCopy } from './generated/client'

/** The copies of one response, the one that counts first; at most `limit` of them. */
export async function usageCopies(db: Db, eventId: string, limit: number) {
  const [copies, total] = await Promise.all([
    db.usageCopy.findMany({
      where: { eventId },
      orderBy: [{ kept: 'desc' }, { at: 'asc' }, { id: 'asc' }],
      take: limit,
    }),
    db.usageCopy.count({ where: { eventId } }),
  ])
  const [names, files] = await Promise.all([
    db.session.findMany({
      where: { id: { in: copies.map((copy) => copy.sessionId) } },
      select: { id: true, name: true },
    }),
    contentPaths(db, copies),
  ])
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  return {
    total,
    copies: copies.map((copy) => ({
      ...copy,
      sessionName: nameOf.get(copy.sessionId) ?? null,
      file: (copy.contentId !== null && files.get(copy.contentId)) || null,
    })),
  }
}

async function contentPaths(db: Db, rows: readonly Pick<UsageCopy, 'contentId'>[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap(({ contentId }) => contentId ?? []))]
  const found = await db.content.findMany({ where: { id: { in: ids } }, select: { id: true, path: true } })
  return new Map(found.map(({ id, path }) => [id, path]))
}

/** What an event names: its run and session, and the project and job of those. */
export async function namedBy(db: Db, { runId, sessionId }: { runId: string | null; sessionId: string | null }) {
  const [run, session] = await Promise.all([
    runId === null
      ? null
      : db.run.findUnique({ where: { id: runId }, select: { name: true, project: true, jobId: true, hasRow: true } }),
    sessionId === null
      ? null
      : db.session.findUnique({ where: { id: sessionId }, select: { name: true, project: true, jobId: true } }),
  ])
  return {
    runName: run?.name ?? null,
    runHasRow: runId === null ? null : (run?.hasRow ?? false),
    sessionName: session?.name ?? null,
    project: run?.project ?? session?.project ?? null,
    jobId: run?.jobId ?? session?.jobId ?? null,
  }
}
