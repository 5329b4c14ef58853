import 'server-only'
import { type Db, writerOf } from './client'
import type { Content } from './generated/client'

/** What is known of a body of bytes that was read before. */
export type StoredContent = Pick<
  Content,
  'sha256' | 'system' | 'instanceId' | 'systemVersion' | 'parserVersion' | 'status' | 'cursor' | 'receipt'
>

/** One content by its id, or null. Asked once for every file of an import, so it goes the short way. */
export function contentOf(db: Db, id: string): StoredContent | null {
  const [row] = writerOf(db).all(
    'SELECT "sha256", "system", "instanceId", "systemVersion", "parserVersion", "status", "cursor", "receipt" FROM "Content" WHERE "id" = ?',
    [id],
  )
  if (!row) return null
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : null)
  return {
    sha256: text('sha256') ?? '',
    system: text('system'),
    instanceId: text('instanceId'),
    systemVersion: text('systemVersion'),
    parserVersion: Number(row['parserVersion']),
    status: text('status') ?? '',
    cursor: text('cursor'),
    receipt: text('receipt'),
  }
}
