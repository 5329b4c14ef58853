import Database from 'libsql'

export interface Recorded {
  sql: string
  parameters: unknown[]
}

const METHODS = ['all', 'get', 'run'] as const

/**
 * Notes every statement that this process runs through the SQLite driver from now on, whoever prepares it.
 * @returns hands out what was noted since the last call
 */
export function recordSql(): () => Recorded[] {
  let noted: Recorded[] = []
  const prepare = Database.prototype.prepare
  Database.prototype.prepare = function prepared(this: Database.Database, sql: string) {
    const statement = prepare.call(this, sql)
    for (const name of METHODS) {
      const original = statement[name].bind(statement) as (...parameters: unknown[]) => unknown
      const noting = (...parameters: unknown[]) => {
        noted.push({ sql, parameters })
        return original(...parameters)
      }
      Object.assign(statement, { [name]: noting })
    }
    return statement
  } as typeof prepare
  return () => {
    const taken = noted
    noted = []
    return taken
  }
}

/** Runs the same statements as a program without any layer would: prepare and fetch. Writes are left out. */
export function replay(db: Database.Database, statements: readonly Recorded[]): void {
  for (const { sql, parameters } of statements) {
    if (!/^\s*(select|with|values)/i.test(sql)) continue
    db.prepare(sql)
      .safeIntegers(true)
      .raw(true)
      .all(...parameters)
  }
}
