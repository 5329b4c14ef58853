import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { DefaultFolder } from '@/lib/imports/default-folders'
import { testFolder } from '@/lib/testing/test-db'
import { findTranscripts } from './find-transcripts'

const claude = (folder: string): DefaultFolder => ({ system: 'claude-code', path: folder })

it('counts the transcripts below a folder and names the newest change, without opening any', async () => {
  const folder = testFolder()
  const deep = path.join(folder, '-work', 'session', 'subagents')
  mkdirSync(deep, { recursive: true })
  const files = [path.join(folder, '-work', 'a.jsonl'), path.join(deep, 'agent-1.jsonl')]
  for (const file of files) {
    writeFileSync(file, '')
    chmodSync(file, 0)
  }
  writeFileSync(path.join(folder, '-work', 'notes.md'), '')
  utimesSync(files[0] ?? '', 1_700_000_000, 1_700_000_000)
  utimesSync(files[1] ?? '', 1_700_000_060, 1_700_000_060)
  expect(await findTranscripts([claude(folder)])).toMatchObject([
    {
      system: 'claude-code',
      path: folder,
      files: 2,
      filesMore: false,
      newestAt: '2023-11-14T22:14:20.000Z',
      by: 'watch',
    },
  ])
})

it('offers nothing that is absent, empty or a file, and the same place once', async () => {
  const folder = testFolder()
  const [empty, full, file] = ['empty', 'full', 'file'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const made of [empty, full]) mkdirSync(made)
  writeFileSync(file, '')
  writeFileSync(path.join(full, 'a.jsonl'), '')
  const link = path.join(folder, 'link')
  symlinkSync(full, link)
  const found = await findTranscripts([path.join(folder, 'absent'), empty, file, link, full].map(claude))
  expect(found.map((each) => each.path)).toEqual([full])
})

it('follows no link while it counts, so that no loop can trap it', async () => {
  const folder = testFolder()
  writeFileSync(path.join(folder, 'a.jsonl'), '')
  symlinkSync(folder, path.join(folder, 'again'))
  symlinkSync('/', path.join(folder, 'all'))
  expect(await findTranscripts([claude(folder)])).toMatchObject([{ files: 1 }])
})

it('stops counting at a cap and says that there is more', async () => {
  const folder = testFolder()
  for (let index = 0; index < 5_001; index++) writeFileSync(path.join(folder, `${index}.jsonl`), '')
  expect(await findTranscripts([claude(folder)])).toMatchObject([{ files: 5_000, filesMore: true }])
})
