import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { defaultFolders } from '@/lib/imports/default-folders'
import { findTranscripts } from '@/lib/imports/server/find-transcripts'
import { testFolder } from '@/lib/testing/test-db'
import { admitSource } from './admit-source'

const ON = { http_import: { enabled: true }, watch: { enabled: true } }

/** A home with transcripts of Claude Code, an allowed folder and a private one beside it. */
function machine() {
  const base = testFolder()
  const home = path.join(base, 'home')
  const projects = path.join(home, '.claude', 'projects')
  const allowed = path.join(base, 'allowed')
  const secret = path.join(base, 'secret')
  for (const folder of [path.join(projects, '-work'), allowed, secret]) mkdirSync(folder, { recursive: true })
  for (const folder of [path.join(projects, '-work'), secret]) writeFileSync(path.join(folder, 'a.jsonl'), '{}\n')
  const places = { home, xdgConfigHome: undefined, claudeConfigDir: undefined, codexHome: undefined }
  const offered = () => findTranscripts(defaultFolders(places))
  const admit = (given: string, switches = ON) =>
    admitSource({ path: given }, { allowedFolders: [allowed], switches }, offered)
  return { base, home, projects, allowed, secret, admit }
}

it('admits a folder that is offered on this machine, though no folder was allowed for it', async () => {
  const { home, projects, admit } = machine()
  expect(await admit(projects)).toEqual({ path: projects, system: 'claude-code' })
  expect(await admit(path.join(home, 'x', '..', '.claude', 'projects', '.'))).toMatchObject({ path: projects })
})

it('admits a link to an offered folder as the folder it is', async () => {
  const { base, projects, admit } = machine()
  symlinkSync(projects, path.join(base, 'link'))
  expect(await admit(path.join(base, 'link'))).toEqual({ path: projects, system: 'claude-code' })
})

it('admits what lies below an allowed folder, for every reader', async () => {
  const { allowed, admit } = machine()
  expect(await admit(allowed)).toEqual({ path: allowed, system: null })
})

it('refuses everything else in the same words, whether it exists or not', async () => {
  const { home, projects, allowed, secret, admit } = machine()
  symlinkSync(secret, path.join(projects, 'way-out'))
  symlinkSync(secret, path.join(allowed, 'way-out'))
  mkdirSync(path.join(home, '.codex', 'sessions'), { recursive: true })
  const refused = [
    home,
    path.join(home, '.claude'),
    path.join(projects, '-work'),
    path.join(projects, 'way-out'),
    path.join(projects, '..', '..', '..', 'secret'),
    path.join(allowed, 'way-out'),
    path.join(allowed, 'way-out', 'nothing'),
    path.join(home, '.codex', 'sessions'),
    path.join(home, '.codex', 'archived_sessions'),
    secret,
    '/etc',
    '/no/such/folder',
    '/',
  ]
  const answers = await Promise.all(
    refused.map((place) => admit(place).then(String, (error) => `${error.code} ${error.message}`)),
  )
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toMatch(/^forbidden path: .*PITWALL_ALLOWED_FOLDERS/)
})

it.each(['projects', '~/.claude/projects', 'file:///etc', '/a\0b', ''])(
  'takes absolute paths only: not %j',
  async (given) => {
    await expect(machine().admit(given)).rejects.toMatchObject({ code: 'bad_request' })
  },
)

it('admits nothing while a switch is off', async () => {
  const { projects, admit } = machine()
  const off = { enabled: false }
  await expect(admit(projects, { ...ON, watch: off })).rejects.toMatchObject({ code: 'disabled' })
  await expect(admit(projects, { ...ON, http_import: off })).rejects.toMatchObject({ code: 'disabled' })
})
