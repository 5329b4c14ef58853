import { expect } from 'vitest'
import { type Db, writerOf } from '@/lib/db/client'

/** Where an import ends as if its process had been killed: before the given row of a table, whatever was begun is undone. */
export interface Kill {
  table: string
  before: number
}

/** @returns false when the work came to its end first */
export async function killed(db: Db, { table, before }: Kill, work: () => Promise<unknown>): Promise<boolean> {
  const condition = `(SELECT COUNT(*) FROM "${table}") >= ${before}`
  writerOf(db).script(
    `CREATE TRIGGER "kill" BEFORE INSERT ON "${table}" WHEN ${condition} BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END`,
    [],
  )
  try {
    await work()
    return false
  } catch (error) {
    // While files are read it is told as the disk's fault, while deriving as it is.
    expect(String(error)).toMatch(/the disk failed while writing|disk I\/O error/)
    return true
  } finally {
    writerOf(db).script('DROP TRIGGER "kill"', [])
  }
}
