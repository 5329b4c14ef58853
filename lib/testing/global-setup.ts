import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '@/prisma/migrate'

/** Migrates one empty database; every test copies it. Nothing outside this folder is ever opened. */
export default async function setup() {
  const folder = mkdtempSync(path.join(tmpdir(), 'pitwall-test-'))
  const url = `file:${path.join(folder, 'template.db')}`
  await migrate(url)
  process.env['PITWALL_TEST_FOLDER'] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
