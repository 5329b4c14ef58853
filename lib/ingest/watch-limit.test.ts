import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { walkPaths } from '@/lib/ingest/walk-paths'
import { askedSourceId, watchLimit } from '@/lib/ingest/watch-limit'
import { testFolder } from '@/lib/testing/test-db'

/** A watched folder beside a private one, with a file in each. */
function folders() {
  const base = testFolder()
  const watched = path.join(base, 'watched')
  const secret = path.join(base, 'secret')
  for (const folder of [watched, secret]) {
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'a.jsonl'), '{}\n')
  }
  return { watched, secret }
}

const filesOf = async (id: string, place: string) =>
  (await walkPaths([place], watchLimit({ id, path: place }))).files.map((file) => file.path)

it('keeps what a request asked for below its own folder, wherever a link in it leads', async () => {
  const { watched, secret } = folders()
  symlinkSync(secret, path.join(watched, 'way-out'))
  symlinkSync(path.join(secret, 'a.jsonl'), path.join(watched, 'b.jsonl'))
  expect(await filesOf(askedSourceId(), watched)).toEqual([path.join(watched, 'a.jsonl')])
})

it('reads nothing once the watched folder itself was replaced by a link', async () => {
  const { watched, secret } = folders()
  renameSync(watched, `${watched}-old`)
  symlinkSync(secret, watched)
  expect(await filesOf(askedSourceId(), watched)).toEqual([])
})

it('sets no bound to what the operator named on the command line', async () => {
  const { watched, secret } = folders()
  symlinkSync(secret, path.join(watched, 'way-out'))
  expect(await filesOf('src_1', watched)).toHaveLength(2)
})
