import 'server-only'
import type { Db } from './client'

/** Every commit known of some projects, with its parents. */
export async function codeCommits(db: Db, projects: readonly string[]): Promise<{ sha: string; parents: string[] }[]> {
  const rows = await db.codeCommit.findMany({ where: { project: { in: [...projects, ''] } } })
  return rows.map(({ sha, parents }) => ({ sha, parents: JSON.parse(parents) as string[] }))
}
