import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { writeAll } from '@/lib/db/upsert'
import { testDb } from '@/lib/testing/test-db'
import { Lease, workerState } from './lease'

const now = () => new Date()

test('one holder at a time; given back, the next one gets it', async () => {
  const { db } = await testDb()
  const first = await Lease.take(db, 'worker', now())
  expect(first).not.toBeNull()
  expect(await Lease.take(db, 'command', now())).toBeNull()
  expect(await workerState(db, now())).toMatchObject({ alive: true, kind: 'worker', pid: process.pid })
  await first?.release()
  expect(await Lease.take(db, 'command', now())).not.toBeNull()
})

test('the lease of a process that is gone is free at once', async () => {
  const { db } = await testDb()
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const lease = await Lease.take(db, 'worker', now())
  await db.lease.update({ where: { name: 'ingest' }, data: { pid: child.pid ?? 0, holder: `${child.pid}::other` } })
  expect(await Lease.take(db, 'command', now())).toBeNull()
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect((await workerState(db, now())).alive).toBe(false)
  expect(await Lease.take(db, 'command', now())).not.toBeNull()
  await lease?.release()
  expect(await db.lease.count(), 'a lost lease releases nothing').toBe(1)
})

test('a process number given to another process does not keep a dead lease', async () => {
  const { db } = await testDb()
  await Lease.take(db, 'worker', now())
  await db.lease.update({ where: { name: 'ingest' }, data: { holder: `${process.pid}:1:earlier` } })
  expect((await workerState(db, now())).alive).toBe(process.platform !== 'linux')
})

test('a holder on another machine counts until it has been silent for long', async () => {
  const { db } = await testDb()
  await Lease.take(db, 'worker', now())
  const heartbeatAt = '2026-01-01T00:00:00.000Z'
  await db.lease.update({ where: { name: 'ingest' }, data: { host: 'elsewhere/boot', holder: 'x', heartbeatAt } })
  expect((await workerState(db, new Date('2026-01-01T00:00:10Z'))).alive).toBe(true)
  expect((await workerState(db, new Date('2026-01-01T00:00:20Z'))).alive).toBe(false)
})

test('a writer that lost the lease writes nothing more', async () => {
  const { db } = await testDb()
  const lease = await Lease.take(db, 'worker', now())
  const write = { sql: `INSERT INTO "DirtyRun" ("runId") VALUES ('r')`, values: [] }
  if (!lease) throw new Error('no lease')
  await writeAll(db, [lease.fence(), write])
  expect(await db.dirtyRun.count()).toBe(1)
  await db.lease.update({ where: { name: 'ingest' }, data: { holder: 'somebody else' } })
  const second = { sql: `INSERT INTO "DirtyRun" ("runId") VALUES ('s')`, values: [] }
  await expect(writeAll(db, [lease.fence(), second])).rejects.toThrow(/Meta/)
  expect(await db.dirtyRun.count()).toBe(1)
})
