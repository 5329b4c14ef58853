import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { testFolder } from '@/lib/testing/test-db'
import { admitImport } from './admit-import'

/** An allowed folder beside a private one, with a file in each. */
function folders() {
  const base = testFolder()
  const allowed = path.join(base, 'allowed')
  const secret = path.join(base, 'allowed-not')
  mkdirSync(path.join(allowed, 'deep'), { recursive: true })
  mkdirSync(secret)
  const inside = path.join(allowed, 'deep', 'fleet.db')
  const outside = path.join(secret, 'secret.db')
  for (const file of [inside, outside]) writeFileSync(file, '')
  const rules = { allowedFolders: [allowed], switches: { http_import: { enabled: true } } }
  const admit = (...paths: string[]) => admitImport({ paths }, rules)
  return { base, allowed, secret, inside, outside, rules, admit }
}

it('admits what lies below an allowed folder, and the folder itself', async () => {
  const { allowed, inside, admit } = folders()
  expect(await admit(inside, allowed)).toEqual({ paths: [inside, allowed] })
  expect(await admit(path.join(allowed, 'deep', '..', 'deep', 'fleet.db'))).toEqual({ paths: [inside] })
})

it('follows a link to where it leads, and hands on the real path', async () => {
  const { allowed, inside, admit } = folders()
  symlinkSync(inside, path.join(allowed, 'link.db'))
  expect(await admit(path.join(allowed, 'link.db'))).toEqual({ paths: [inside] })
})

it('admits an allowed folder that is itself a link', async () => {
  const { base, allowed, inside, rules } = folders()
  const link = path.join(base, 'link')
  symlinkSync(allowed, link)
  const input = { paths: [path.join(link, 'deep', 'fleet.db')] }
  expect(await admitImport(input, { ...rules, allowedFolders: [link] })).toEqual({ paths: [inside] })
})

it('refuses everything else in the same words, whether it exists or not', async () => {
  const { allowed, secret, outside, admit } = folders()
  symlinkSync(secret, path.join(allowed, 'way-out'))
  symlinkSync(path.join(secret, 'nothing'), path.join(allowed, 'dangling'))
  const refused = [
    outside,
    path.join(secret, 'nothing.db'),
    path.join(allowed, '..', 'allowed-not', 'secret.db'),
    path.join(allowed, 'way-out'),
    path.join(allowed, 'way-out', 'secret.db'),
    path.join(allowed, 'way-out', 'nothing.db'),
    path.join(allowed, 'dangling'),
    path.join(allowed, 'dangling', 'below'),
    '/etc/passwd',
    '/no/such/file',
    '/',
  ]
  const answers = await Promise.all(
    refused.map((file) => admit(file).catch((error) => `${error.code} ${error.message}`)),
  )
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toMatch(/^forbidden paths\[0\]: .*PITWALL_ALLOWED_FOLDERS/)
})

it('refuses a loop of links', async () => {
  const { allowed, admit } = folders()
  symlinkSync(path.join(allowed, 'b'), path.join(allowed, 'a'))
  symlinkSync(path.join(allowed, 'a'), path.join(allowed, 'b'))
  await expect(admit(path.join(allowed, 'a'))).rejects.toMatchObject({ code: 'forbidden' })
})

it('says which path is at fault, and starts none of them', async () => {
  const { inside, outside, allowed, admit } = folders()
  await expect(admit(inside, outside)).rejects.toMatchObject({ code: 'forbidden', details: { field: 'paths[1]' } })
  await expect(admit(path.join(allowed, 'nothing.db'))).rejects.toMatchObject({ code: 'bad_request' })
})

it.each(['fleet.db', './fleet.db', '~/fleet.db', 'file:///etc/passwd', 'https://example.com/a.db', '/a\0b'])(
  'takes absolute paths only: not %j',
  async (given) => {
    await expect(folders().admit(given)).rejects.toMatchObject({ code: 'bad_request' })
  },
)

it('admits nothing while no folder is allowed, or while it is switched off', async () => {
  const { inside, allowed, rules } = folders()
  await expect(admitImport({ paths: [inside] }, { ...rules, allowedFolders: [] })).rejects.toMatchObject({
    code: 'forbidden',
  })
  const off = { allowedFolders: [allowed], switches: { http_import: { enabled: false } } }
  await expect(admitImport({ paths: [inside] }, off)).rejects.toMatchObject({ code: 'disabled' })
  await expect(admitImport({ sourceId: 'x' }, off)).rejects.toMatchObject({ code: 'disabled' })
  expect(await admitImport({ sourceId: 'x' }, rules)).toEqual({ sourceId: 'x' })
})
