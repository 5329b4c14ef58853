import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { testFolder } from '@/lib/testing/test-db'
import { migrate } from '@/prisma/migrate'
import { appliedMigrations, migrationNames } from '@/prisma/migration-state'
import { withMigrationLock } from './migration-lock'

const newUrl = () => `file:${path.join(testFolder(), 'pitwall.db')}`

it('lets one migration of a database happen at a time', async () => {
  const url = newUrl()
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await new Promise((resolve) => setImmediate(resolve))
    inside--
  }
  await Promise.all([1, 2, 3].map(() => withMigrationLock(url, work)))
  expect(most).toBe(1)
})

it('lets go when the work fails', async () => {
  const url = newUrl()
  await expect(withMigrationLock(url, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full')
  await expect(withMigrationLock(url, async () => 'free')).resolves.toBe('free')
})

it('says so when it waited too long, and lets go when the holder is killed', async () => {
  const url = newUrl()
  const script = `
    const Database = (await import('libsql')).default
    const lock = new Database(process.argv[1])
    lock.exec('BEGIN EXCLUSIVE')
    console.log('held')
    setInterval(() => {}, 1000)`
  const holder = spawn(
    process.execPath,
    ['--input-type=module', '-e', script, `${url.slice('file:'.length)}.migrating`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  await expect(withMigrationLock(url, async () => {}, 0)).rejects.toThrow(/Another process/)
  holder.kill('SIGKILL')
  await new Promise((resolve) => holder.once('exit', resolve))
  await expect(withMigrationLock(url, async () => 'free', 0)).resolves.toBe('free')
})

it('migrates a new database once, however many start at the same moment', async () => {
  const url = newUrl()
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url)))
  expect(applied.filter((names) => names.length > 0)).toEqual([migrationNames()])
  expect(await appliedMigrations(url)).toEqual(migrationNames())
})

it('migrates two databases in one process at the same moment', async () => {
  const urls = [newUrl(), newUrl()]
  expect(await Promise.all(urls.map(migrate))).toEqual([migrationNames(), migrationNames()])
})
