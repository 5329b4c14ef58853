import 'server-only'
import { createHash } from 'node:crypto'
import { type Db, writerOf } from '@/lib/db/client'
import { originsOf } from '@/lib/db/session-sums'
import { type Row, type RowStatement, type Statement, upsert } from '@/lib/db/upsert'
import { json } from './record-content'

/** From version 2.1 on a resume goes on in its own file; a copy is made for a fork only. */
const resumesInPlace = (version: unknown) => /^(2\.[1-9]|[3-9]\.|\d\d)/.test(String(version ?? ''))

/**
 * A session that holds responses of another goes on from it: a fork when the other went on by itself, else a resume.
 * Replayed history of a parent is no fork: the sub-agent's own link says it.
 */
export function linkStatements(db: Db, touched: readonly string[]): (Statement | RowStatement)[] {
  // Whether a copy is a fork or a resume depends on what its origin did later.
  const followers = writerOf(db)
    .all('SELECT "fromId" FROM "SessionLink" WHERE "inferred" AND "toId" IN (SELECT value FROM json_each(?))', [
      JSON.stringify(touched),
    ])
    .map((row) => String(row['fromId']))
  const ids = [...new Set([...touched, ...followers])]
  const known = new Map(
    writerOf(db)
      .all('SELECT "id", "parentId", "systemVersion" FROM "Session" WHERE "id" IN (SELECT value FROM json_each(?))', [
        JSON.stringify(ids),
      ])
      .map((row) => [String(row['id']), row]),
  )
  const rows = originsOf(db, ids)
    .filter(({ sessionId, ownerId }) => known.get(sessionId)?.['parentId'] !== ownerId)
    .map(({ sessionId, ownerId, responses, lastSharedAt, ownerLastAt }): Row => {
      const wentOn = (ownerLastAt ?? '') > (lastSharedAt ?? '')
      const kind = wentOn || resumesInPlace(known.get(sessionId)?.['systemVersion']) ? 'fork' : 'resume'
      return {
        id: createHash('sha256')
          .update(json(['inferred', sessionId, ownerId]))
          .digest('hex')
          .slice(0, 32),
        fromId: sessionId,
        toId: ownerId,
        kind,
        at: lastSharedAt,
        detail: `${responses} ${responses === 1 ? 'response' : 'responses'} copied`,
        inferred: true,
        version: '',
      }
    })
  return [
    {
      sql: 'DELETE FROM "SessionLink" WHERE "inferred" AND "fromId" IN (SELECT value FROM json_each(?))',
      values: [JSON.stringify(ids)],
    },
    ...upsert('SessionLink', ['id'], rows, 'replace'),
  ]
}
