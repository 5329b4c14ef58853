import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { smallFleet, writeAutopack } from '@/lib/testing/autopack-fixture'
import {
  makeSymlinkLoop,
  writeCorruptSqlite,
  writeEmpty,
  writeForeignSqlite,
  writeGoodAutopack,
  writeGzOf,
  writeHugeCell,
  writeInvalidText,
  writeTruncatedGzOf,
  writeTruncatedSqlite,
  writeZip,
} from '@/lib/testing/bad-files'
import { writeHostileAutopack } from '@/lib/testing/hostile-database'
import { fingerprint, imported, importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'

const name = (file: string) => path.basename(file)

test('each bad file gives one line with its reason, and everything else is imported', async () => {
  const folder = testFolder()
  const at = (file: string) => path.join(folder, file)
  writeGoodAutopack(at('good.db'))
  writeForeignSqlite(at('foreign.db'))
  writeCorruptSqlite(at('corrupt.db'))
  writeTruncatedSqlite(at('truncated.db'))
  writeZip(at('zip.db'))
  writeEmpty(at('empty.db'))
  writeGzOf(at('good.db'), at('packed.db.gz'))
  writeTruncatedGzOf(at('good.db'), at('short.db.gz'))
  mkdirSync(at('folder.db'))
  makeSymlinkLoop(at('links'))
  writeFileSync(at('notes.md'), '# notes\n')
  copyFileSync(at('good.db'), at('same.db'))

  const store = await testDb()
  const receipt = await importInto(store, [folder])
  const reasons = Object.fromEntries(
    receipt.files
      .filter((file) => file.status === 'rejected')
      .map((file) => [name(file.path), file.rejected[0]?.reason ?? '']),
  )
  expect(reasons['foreign.db']).toMatch(/another program/)
  expect(reasons['truncated.db']).toMatch(/damaged|malformed|corrupt|truncated|short/i)
  expect(reasons['zip.db']).toMatch(/zip/)
  expect(reasons['empty.db']).toMatch(/empty/)
  expect(reasons['short.db.gz']).toMatch(/gzip/)
  expect(reasons['notes.md']).toMatch(/neither/)
  for (const reason of Object.values(reasons)) expect(reason).not.toMatch(/\n|undefined|\[object/)
  const statuses = Object.fromEntries(receipt.files.map((file) => [name(file.path), file.status]))
  expect(statuses['good.db']).toBe('imported')
  expect([statuses['packed.db.gz'], statuses['same.db']]).toEqual(['unchanged', 'unchanged'])
  const corrupt = receipt.files.find((file) => name(file.path) === 'corrupt.db')
  expect(corrupt?.rejectedCount).toBeGreaterThan(0)

  const alone = await imported([at('good.db')])
  const good = { instanceId: 'autopack' }
  expect(await store.db.usageEvent.count({ where: good })).toBe(await alone.db.usageEvent.count({ where: good }))
})

test('invalid UTF-8, a 50 MB cell and hostile text in every column are kept, cut or told, never fatal', {
  timeout: 120_000,
}, async () => {
  const folder = testFolder()
  const files = ['invalid.db', 'huge.db', 'hostile.db'].map((file) => path.join(folder, file)) as [
    string,
    string,
    string,
  ]
  writeInvalidText(files[0])
  writeHugeCell(files[1])
  writeHostileAutopack(files[2], { bigBytes: 200_000 })
  const store = await testDb()
  const receipt = await importInto(store, [folder])
  expect(receipt.files.map((file) => [name(file.path), file.status])).toEqual([
    ['hostile.db', 'imported'],
    ['huge.db', 'imported'],
    ['invalid.db', 'imported'],
  ])
  const longest = await store.db.phase.findMany({ select: { description: true } })
  for (const { description } of longest) expect(description?.length ?? 0).toBeLessThanOrEqual(1_100_000)
  const before = await fingerprint(store.db)
  expect(new Set((await importInto(store, [folder])).files.map((file) => file.status))).toEqual(new Set(['unchanged']))
  expect(await fingerprint(store.db)).toEqual(before)
})

test('a database that is being written is read as it was at one moment', async () => {
  const folder = testFolder()
  const file = writeAutopack(path.join(folder, 'live.db'), smallFleet())
  const { default: Database } = await import('libsql')
  const writer = new Database(file)
  writer.exec('PRAGMA journal_mode=WAL')
  writer.exec(`BEGIN; UPDATE runs SET state = 'DONE_SUCCESS'`)
  const store = await imported([file])
  expect((await store.db.run.findUniqueOrThrow({ where: { id: 'autopack:build-a' } })).status).toBe('failed')
  writer.exec('COMMIT')
  const again = await importInto(store, [file])
  writer.close()
  expect(again.files[0]?.status).toBe('imported')
})

test('a full disk ends the import with one sentence; what was written stays and counts once', async () => {
  const folder = testFolder()
  const fleet = smallFleet()
  fleet['llm_usage_events'] = Array.from({ length: 6_000 }, (_, index) => ({
    id: index + 1,
    run_id: 'build-a',
    phase_id: 'one',
    total_tokens: 1,
  }))
  const file = writeAutopack(path.join(folder, 'big.db'), fleet)
  const store = await testDb()
  await store.db.$executeRawUnsafe(
    `CREATE TRIGGER full_disk BEFORE INSERT ON "UsageEvent" WHEN (SELECT COUNT(*) FROM "UsageEvent") > 1500 ` +
      `BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
  )
  await expect(importInto(store, [file])).rejects.toThrow('the disk is full')
  await store.db.$executeRawUnsafe('DROP TRIGGER full_disk')
  await importInto(store, [file])
  expect(await fingerprint(store.db)).toEqual(await fingerprint((await imported([file])).db))
})

test.skipIf(process.getuid?.() !== 0)(
  'a file without permission is told by an unprivileged user, and the rest is imported',
  { timeout: 60_000 },
  () => {
    const folder = testFolder()
    mkdirSync(path.join(folder, 'records'))
    writeGoodAutopack(path.join(folder, 'records', 'good.db'))
    writeGoodAutopack(path.join(folder, 'records', 'secret.db'), 'secret')
    mkdirSync(path.join(folder, 'records', 'closed'))
    chmodSync(path.join(folder, 'records', 'secret.db'), 0)
    chmodSync(path.join(folder, 'records', 'closed'), 0)
    for (let up = folder; up !== path.dirname(up) && up.includes('pitwall'); up = path.dirname(up)) chmodSync(up, 0o777)
    const script = `
    process.setgid(65534); process.setuid(65534)
    const { walkPaths } = await import(${JSON.stringify(path.resolve('lib/ingest/walk-paths.ts'))})
    const { stageFile } = await import(${JSON.stringify(path.resolve('lib/ingest/stage-file.ts'))})
    const { files, problems } = await walkPaths([${JSON.stringify(path.join(folder, 'records'))}])
    const lines = problems.map((problem) => problem.path.split('/').pop() + ': ' + problem.reason)
    for (const file of files) await stageFile(file.path, ${JSON.stringify(folder)}, null).then(
      () => lines.push(file.path.split('/').pop() + ': read'), (error) => lines.push(file.path.split('/').pop() + ': ' + error.code))
    console.log(lines.sort().join('\\n'))`
    const output = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { ...process.env, TSX_TSCONFIG_PATH: 'cli/tsconfig.json', HOME: folder, TMPDIR: folder },
    })
    expect(output.trim().split('\n')).toEqual([
      'closed: no permission to read it',
      'good.db: read',
      'secret.db: EACCES',
    ])
  },
)
