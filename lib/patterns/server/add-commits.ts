import 'server-only'
import type { Context } from '@/lib/context'
import { raiseDataRevision } from '@/lib/db/data-revision'
import { type Statement, upsert, writeAll } from '@/lib/db/upsert'

export interface Commit {
  sha: string
  parents: readonly string[]
}

const LINE = /^[0-9a-f]{7,64}(?: [0-9a-f]{7,64})*$/i
const AT_ONCE = 5_000

/**
 * Commits of the lines of a log, each a commit and its parents. Where no line names a parent, every line is the parent of
 * the line above it: a bare list, newest first.
 */
export function parseCommits(text: string): { commits: Commit[]; rejected: number } {
  const lines = text.split(/\r?\n/).map((line) => line.trim().toLowerCase())
  const good = lines.filter((line) => LINE.test(line)).map((line) => line.split(' '))
  const isBare = good.length > 1 && good.every((names) => names.length === 1)
  const commits = good.map(([sha = '', ...parents], at) => {
    const next = good[at + 1]?.[0]
    return { sha, parents: isBare && next !== undefined ? [next] : parents }
  })
  return { commits, rejected: lines.filter((line) => line !== '').length - good.length }
}

/**
 * Keeps which commit contains which, and derives anew what a fix was told of.
 * @param project as runs name it; "" for those of any
 */
export async function addCommits(
  { db }: Context,
  project: string,
  commits: readonly Commit[],
): Promise<{ added: number }> {
  const before = await db.codeCommit.count({ where: { project } })
  for (let at = 0; at < commits.length; at += AT_ONCE) {
    const rows = commits
      .slice(at, at + AT_ONCE)
      .map(({ sha, parents }) => ({ project, sha, parents: JSON.stringify(parents) }))
    const unique = [...new Map(rows.map((row) => [row.sha, row])).values()]
    await writeAll(db, [...upsert('CodeCommit', ['project', 'sha'], unique, 'replace'), raiseDataRevision()])
  }
  await writeAll(db, [markFixed])
  return { added: (await db.codeCommit.count({ where: { project } })) - before }
}

const markFixed: Statement = {
  sql:
    `INSERT INTO "DirtyPattern" ("patternId") SELECT DISTINCT "patternId" FROM "PatternMove" WHERE "to" = 'fix_merged' ` +
    'ON CONFLICT ("patternId") DO NOTHING',
  values: [],
}
