import { execFile } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { testFolder } from '@/lib/testing/test-db'

/** Starts of the real command in a copy of the program, whose bundle is its own. */

const COPIED = ['bin', 'cli', 'lib', 'prisma', 'package.json', 'tsconfig.json']

function copyOfProgram(): string {
  const root = path.join(testFolder(), 'pitwall')
  for (const name of COPIED) {
    cpSync(path.resolve(name), path.join(root, name), {
      recursive: true,
      filter: (from) => !/\.test\.tsx?$/.test(from),
    })
  }
  const modules = path.join(root, 'node_modules')
  mkdirSync(modules)
  for (const name of readdirSync(path.resolve('node_modules')).filter((entry) => !entry.startsWith('.'))) {
    symlinkSync(path.resolve('node_modules', name), path.join(modules, name))
  }
  return root
}

function run(root: string, ...args: string[]): Promise<{ out: string; err: string }> {
  const file = path.join(root, 'bin', 'pitwall.mjs')
  return new Promise((resolve) =>
    execFile(process.execPath, [file, ...args], { cwd: root }, (_, out, err) => resolve({ out, err })),
  )
}

const cache = (root: string) => path.join(root, 'node_modules', '.cache', 'pitwall')
const bundles = (root: string) => readdirSync(cache(root)).filter((name) => /^(cli|draft)-/.test(name))
const version = /^\d+\.\d+\.\d+\n$/

describe('the bundle of the command line', () => {
  it('is made once by many first starts, and used from then on', async () => {
    const root = copyOfProgram()
    const starts = await Promise.all([1, 2, 3].map(() => run(root, '--version')))
    for (const { out, err } of starts) expect({ out, err }).toEqual({ out: expect.stringMatching(version), err: '' })
    expect(bundles(root)).toHaveLength(1)
    const [folder = ''] = bundles(root)
    appendFileSync(path.join(cache(root), folder, 'main.js'), '\nconsole.log("from the bundle")\n')
    expect((await run(root, '--version')).out).toContain('from the bundle')
  })

  it('is made anew when a source, the schema or a package has changed', async () => {
    const root = copyOfProgram()
    await run(root, '--version')
    const program = path.join(root, 'cli', 'program.ts')
    writeFileSync(program, readFileSync(program, 'utf8').replace('Operator dashboard', 'Changed dashboard'))
    expect((await run(root, '--help')).out).toContain('Changed dashboard')
    expect(bundles(root)).toHaveLength(2)
    appendFileSync(path.join(root, 'tsconfig.json'), '\n')
    await run(root, '--version')
    expect(bundles(root)).toHaveLength(3)
  })

  it('is done without where no folder can be written, with the same answers', async () => {
    const root = copyOfProgram()
    writeFileSync(path.join(root, 'node_modules', '.cache'), 'in the way')
    const { out, err } = await run(root, '--version')
    expect({ out, err }).toEqual({ out: expect.stringMatching(version), err: '' })
  })

  it('leaves a source that does not compile to be named, and recovers', async () => {
    const root = copyOfProgram()
    await run(root, '--version')
    writeFileSync(path.join(root, 'cli', 'broken.ts'), 'const = 1')
    appendFileSync(path.join(root, 'cli', 'program.ts'), "\nimport './broken'\n")
    expect((await run(root, '--version')).err).toContain('broken.ts')
    rmSync(path.join(root, 'cli', 'broken.ts'))
    writeFileSync(path.join(root, 'cli', 'broken.ts'), 'export const well = 1\n')
    expect((await run(root, '--version')).out).toMatch(version)
  })
})
