import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '@/lib/testing/test-db'
import { walkPaths } from './walk-paths'

function file(folder: string, name: string, text = 'x'): string {
  const full = path.join(folder, name)
  mkdirSync(path.dirname(full), { recursive: true })
  writeFileSync(full, text)
  return full
}

test('finds every file below folders and globs once, in path order, whatever leads there', async () => {
  const folder = testFolder()
  const a = file(folder, 'a.db')
  const b = file(folder, 'deep/er/b.jsonl')
  symlinkSync(a, path.join(folder, 'same.db'))
  const { files, problems } = await walkPaths([folder, a, path.join(folder, '*.db'), path.join(folder, 'deep')])
  expect(files.map((found) => found.path)).toEqual([a, b])
  expect(problems).toEqual([])
})

test('a loop of symbolic links is walked once and does not end the walk', async () => {
  const folder = testFolder()
  const a = file(folder, 'in/a.db')
  symlinkSync(folder, path.join(folder, 'in', 'loop'))
  symlinkSync(path.join(folder, 'self'), path.join(folder, 'self'))
  const { files, problems } = await walkPaths([folder])
  expect(files.map((found) => found.path)).toEqual([a])
  expect(problems).toEqual([{ path: path.join(folder, 'self'), reason: 'its symbolic links lead in a circle' }])
})

test('files that belong to a database beside them are not files of their own', async () => {
  const folder = testFolder()
  const a = file(folder, 'a.db')
  for (const name of ['a.db-wal', 'a.db-shm', 'a.db-journal', '.git/config', 'node_modules/x/y.jsonl'])
    file(folder, name)
  expect((await walkPaths([folder])).files.map((found) => found.path)).toEqual([a])
})

test('a name with glob characters that exists is that file, not a pattern', async () => {
  const folder = testFolder()
  const odd = file(folder, 'run [1]*.db')
  expect((await walkPaths([odd])).files.map((found) => found.path)).toEqual([odd])
})

test('what is missing, empty or matches nothing is told in one line each', async () => {
  const folder = testFolder()
  mkdirSync(path.join(folder, 'empty'))
  const inputs = [path.join(folder, 'no.db'), path.join(folder, 'empty'), path.join(folder, '*.none')]
  const { files, problems } = await walkPaths(inputs)
  expect(files).toEqual([])
  expect(problems.map((problem) => problem.reason)).toEqual([
    'no such file or folder',
    'the folder is empty',
    'nothing matches it',
  ])
})

test.skipIf(process.getuid?.() === 0)('a folder without permission is told and the rest is found', async () => {
  const folder = testFolder()
  const a = file(folder, 'a.db')
  mkdirSync(path.join(folder, 'locked'))
  chmodSync(path.join(folder, 'locked'), 0)
  const { files, problems } = await walkPaths([folder])
  chmodSync(path.join(folder, 'locked'), 0o700)
  expect(files.map((found) => found.path)).toEqual([a])
  expect(problems[0]?.reason).toBe('no permission to read it')
})

test('with allowed folders nothing outside them is read, wherever a link leads', async () => {
  const base = testFolder()
  const a = file(base, 'allowed/a.db')
  const secret = file(base, 'allowed-not/secret.db')
  symlinkSync(secret, path.join(base, 'allowed', 'link.db'))
  symlinkSync(path.dirname(secret), path.join(base, 'allowed', 'way-out'))
  const allowed = path.join(base, 'allowed')
  symlinkSync(allowed, path.join(base, 'name'))
  const { files, problems } = await walkPaths([allowed, secret], [path.join(base, 'name'), path.join(base, 'gone')])
  expect(files.map((found) => found.path)).toEqual([a])
  expect(problems.map((problem) => problem.path)).toEqual([
    path.join(allowed, 'link.db'),
    path.join(allowed, 'way-out'),
    secret,
  ])
  expect((await walkPaths([allowed], [])).files).toEqual([])
})
