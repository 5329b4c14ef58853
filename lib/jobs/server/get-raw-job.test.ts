import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { JobRawRecord } from '@/lib/jobs/part-schema'
import { makeContent, makeJob } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { getRawJob } from './get-raw-job'

const JOB = 'synth:j'
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** A job that was read from a place. */
async function recorded(
  ref: string | null,
  make: (folder: string) => { path: string; sha256?: string; bytes?: bigint; archivedAs?: string },
) {
  const { db, folder } = await testDb()
  const content = await makeContent(db, make(folder))
  await makeJob(db, { id: JOB, contentId: content.id, ref })
  const raw = await getRawJob({ db, fleet: 'own', now: new Date() }, { id: JOB })
  expect(JobRawRecord.parse(raw)).toEqual(raw)
  return raw
}

function document(folder: string, text: string | Buffer) {
  const bytes = Buffer.from(text)
  const file = path.join(folder, 'job.json')
  writeFileSync(file, bytes)
  return { path: file, sha256: hash(bytes), bytes: BigInt(bytes.length) }
}

it('is the whole document where the reference names no line, with its secrets masked', async () => {
  const raw = await recorded('jobs[0]', (folder) => document(folder, '{"job_id":"j","api_key":"hunter2","é":1}'))
  expect(raw).toMatchObject({
    from: 'original',
    line: null,
    text: '{"job_id":"j","api_key":"[masked]","é":1}',
    masked: 1,
  })
})

it('is one line where it names one', async () => {
  const raw = await recorded('line 2', (folder) => document(folder, '{"n":1}\n{"n":2}\n'))
  expect(raw).toMatchObject({ line: 2, text: '{"n":2}', missing: null })
})

it('is one file of a folder whose files were kept together', async () => {
  const files = { 'run.json': '{"a":1}', 'runs.jsonl': '{"n":1}\n{"n":2}\n' }
  const kept = (folder: string) => {
    mkdirSync(path.join(folder, 'archive', 'ab'), { recursive: true })
    const pack = path.join(folder, 'archive', 'ab', 'abcd.pack')
    writeFileSync(pack, Object.values(files).join(''))
    const [first, second] = Object.values(files).map((text) => Buffer.byteLength(text))
    const list = [
      { path: 'run.json', offset: 0, bytes: first },
      { path: 'runs.jsonl', offset: first, bytes: second },
    ]
    writeFileSync(`${pack}.json`, JSON.stringify(list))
    return { path: path.join(folder, 'gone'), archivedAs: path.join('ab', 'abcd.pack') }
  }
  expect(await recorded('runs.jsonl line 2', kept)).toMatchObject({ from: 'archive', line: 2, text: '{"n":2}' })
  expect(await recorded('run.json', kept)).toMatchObject({ from: 'archive', line: null, text: '{"a":1}', bytes: 7 })
  expect((await recorded('scenario list', kept)).missing).toContain('gone')
})

it('reads a file of a folder that is still there, and nothing outside of it', async () => {
  const inside = (ref: string) =>
    recorded(ref, (folder) => {
      const run = path.join(folder, 'run')
      mkdirSync(run)
      writeFileSync(path.join(run, 'a.json'), '{"a":1}')
      writeFileSync(path.join(folder, 'secret.json'), 'outside')
      symlinkSync(path.join(folder, 'secret.json'), path.join(run, 'link.json'))
      symlinkSync(folder, path.join(run, 'linked'))
      return { path: run }
    })
  expect(await inside('a.json')).toMatchObject({ from: 'original', text: '{"a":1}' })
  for (const ref of [
    '../secret.json',
    'link.json',
    '/etc/passwd',
    '',
    '.',
    'linked/secret.json',
    '../secret.json line 1',
  ]) {
    expect(await inside(ref)).toMatchObject({ text: null, missing: 'it was put together from several files' })
  }
})

it('says plainly why there is nothing to read', async () => {
  expect((await recorded('tasks #4', (folder) => document(folder, 'x'))).missing).toContain('not read from a line')
  expect((await recorded('x', (folder) => document(folder, 'SQLite format 3\0...'))).missing).toContain(
    'not read from a line',
  )
  expect((await recorded('x', (folder) => document(folder, Buffer.from([1, 0, 2])))).missing).toBe(
    'the file is not text',
  )
  expect((await recorded('x', (folder) => ({ ...document(folder, 'abc'), sha256: 'f'.repeat(64) }))).missing).toContain(
    'changed',
  )
  expect((await recorded('x', (folder) => document(folder, gzipSync('abc')))).missing).toContain('compressed')
  const gone = await recorded('x', (folder) => {
    const made = document(folder, 'abc')
    rmSync(made.path)
    return made
  })
  expect(gone.missing).toContain('gone')
  const { db } = await testDb()
  await makeJob(db, { id: JOB })
  const nobody = await getRawJob({ db, fleet: 'own', now: new Date() }, { id: JOB })
  expect(nobody).toMatchObject({ path: null, text: null, missing: expect.stringContaining('only others name it') })
})
