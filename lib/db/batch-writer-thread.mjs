// The other end of lib/db/batch-writer.ts: a thread that owns one connection and writes what it is sent, in order.
// Plain JavaScript, for a thread starts without the compiler of the program around it.
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'libsql'

const { file, pragmas } = workerData
/** Statements kept prepared; batches use the same few dozen again and again. */
const PREPARED_MAX = 300

const db = new Database(file, { timeout: 5_000 })
for (const pragma of pragmas) db.exec(pragma)
const prepared = new Map()

function prepare(sql) {
  const known = prepared.get(sql)
  if (known) return known
  if (prepared.size >= PREPARED_MAX) prepared.clear()
  const statement = db.prepare(sql)
  prepared.set(sql, statement)
  return statement
}

const asParameter = (value) => (typeof value === 'boolean' ? (value ? 1 : 0) : value)

function write(statements) {
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const { sql, values, rows } of statements) {
      const statement = prepare(sql)
      for (const row of rows ?? [values]) statement.run(row.map(asParameter))
    }
    db.exec('COMMIT')
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

parentPort.on('message', (statements) => {
  try {
    if (statements === null) {
      prepared.clear()
      db.close()
    } else write(statements)
    parentPort.postMessage(null)
  } catch (error) {
    parentPort.postMessage({ message: error?.message ?? String(error), code: error?.code })
  }
  if (statements === null) parentPort.close()
})
