import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { Fleets } from './fleets'

function fleetsIn(folder: string, sampleEnabled = true) {
  const files = { own: path.join(folder, 'pitwall.db'), sample: path.join(folder, 'pitwall-sample.db') }
  const fleets = new Fleets({ urls: { own: `file:${files.own}`, sample: `file:${files.sample}` }, sampleEnabled })
  onTestFinished(() => fleets.close())
  return { fleets, files }
}

/** A migrated database at `file`, with one run when asked. */
async function makeDatabase(file: string, withRun: boolean) {
  const { db, url } = await testDb()
  if (withRun)
    await db.run.create({ data: { id: 'autopack:a', system: 'autopack', instanceId: 'autopack', nativeId: 'a' } })
  await db.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
  copyFileSync(url.slice('file:'.length), file)
}

it('creates and migrates the own database, once, however many ask', async () => {
  const { fleets, files } = fleetsIn(path.join(testFolder(), 'new', 'folder'))
  const opened = await Promise.all([1, 2, 3].map(() => fleets.get('own')))
  expect(new Set(opened.map(({ db }) => db)).size).toBe(1)
  expect(await opened[0]?.db.run.count()).toBe(0)
  expect(existsSync(files.own)).toBe(true)
})

it('keeps the identity of a database over restarts', async () => {
  const folder = testFolder()
  const first = await fleetsIn(folder).fleets.get('own')
  const again = await fleetsIn(folder).fleets.get('own')
  expect(again.identity).toBe(first.identity)
  expect((await fleetsIn(testFolder()).fleets.get('own')).identity).not.toBe(first.identity)
})

it('never creates the sample: it says who does', async () => {
  const { fleets, files } = fleetsIn(testFolder())
  await expect(fleets.get('sample')).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('pitwall sample'),
  })
  expect(existsSync(files.sample)).toBe(false)
})

it('shows the sample until the first own run, and never without a sample', async () => {
  const { fleets, files } = fleetsIn(testFolder())
  expect(await fleets.defaultFleet()).toBe('own')
  await makeDatabase(files.sample, true)
  expect(await fleets.defaultFleet()).toBe('sample')
  const { db } = await fleets.get('own')
  await db.run.create({ data: { id: 'autopack:b', system: 'autopack', instanceId: 'autopack', nativeId: 'b' } })
  expect(await fleets.defaultFleet()).toBe('own')
})

it('keeps the sample away when it is switched off', async () => {
  const { fleets, files } = fleetsIn(testFolder(), false)
  await makeDatabase(files.sample, true)
  expect(await fleets.defaultFleet()).toBe('own')
  await expect(fleets.get('sample')).rejects.toMatchObject({ code: 'disabled' })
})

it('reads the new file when a database was replaced under it', async () => {
  const { fleets, files } = fleetsIn(testFolder())
  await makeDatabase(files.sample, false)
  const before = await fleets.get('sample')
  expect(await before.db.run.count()).toBe(0)
  await makeDatabase(`${files.sample}.new`, true)
  renameSync(`${files.sample}.new`, files.sample)
  const after = await fleets.get('sample')
  expect(await after.db.run.count()).toBe(1)
  expect(after.file).not.toBe(before.file)
  rmSync(files.sample)
  await expect(fleets.get('sample')).rejects.toMatchObject({ code: 'not_found' })
})

it('refuses a database of a newer program with its sentence, and tries again next time', async () => {
  const folder = testFolder()
  const { fleets, files } = fleetsIn(folder)
  await makeDatabase(files.own, false)
  const { db } = await fleetsIn(folder).fleets.get('own')
  await db.$executeRawUnsafe(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, started_at, applied_steps_count)
     VALUES ('x', 'x', '9999_later', 1, 1, 1)`,
  )
  await expect(fleets.get('own')).rejects.toMatchObject({ code: 'disabled', message: expect.stringContaining('newer') })
  await db.$executeRawUnsafe(`DELETE FROM _prisma_migrations WHERE id = 'x'`)
  expect((await fleets.get('own')).identity).toMatch(/^[0-9a-f-]{8,}$/)
})
