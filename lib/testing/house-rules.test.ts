import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from './test-db'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** A small tree in which each file breaks one rule: what the tool must find, or it checks nothing. */
const PLANTED: Record<string, [rule: string, text: string]> = {
  'lib/runs/list.ts': [
    'client-and-shared-code-stays-off-the-server',
    `import { a } from '@/lib/runs/server/get'\nexport const b = a`,
  ],
  'lib/ledger/sum.ts': ['pure-rooms-do-no-io', `import { readFileSync } from 'node:fs'\nexport const a = readFileSync`],
  'lib/model/row.ts': ['pure-rooms-import-only-pure-rooms', `import { a } from '@/lib/paths'\nexport const b = a`],
  'components/ui/button.ts': ['ui-knows-no-domain', `import { a } from '@/components/runs/row'\nexport const b = a`],
  'components/runs/other.ts': [
    'domains-meet-in-app',
    `import { a } from '@/components/overview/page'\nexport const b = a`,
  ],
  'app/page.ts': ['app-reaches-the-database-through-a-verb', `import { a } from '@/lib/db/client'\nexport const b = a`],
  'lib/paths.ts': ['nothing-imports-app', `import { a } from '@/app/other'\nexport { a }`],
  'lib/jobs/names.ts': ['test-helpers-stay-in-tests', `import { a } from '@/lib/testing/make'\nexport const b = a`],
  'lib/time/one.ts': ['no-cycles', `import { b } from './two'\nexport const a = () => b`],
  'components/runs/chart.ts': [
    'recharts-lives-in-components-charts',
    `import { Bar } from 'recharts'\nexport const b = Bar`,
  ],
}
const INNOCENT: Record<string, string> = {
  'lib/runs/server/get.ts': 'export const a = 1',
  'components/runs/row.ts': 'export const a = 1',
  'components/overview/page.ts': 'export const a = 1',
  'lib/db/client.ts': 'export const a = 1',
  'app/other.ts': 'export const a = 1',
  'lib/testing/make.ts': 'export const a = 1',
  'lib/time/two.ts': `import { a } from './one'\nexport const b = () => a`,
}

test('the import rules find a planted breach of each', { timeout: 60_000 }, () => {
  const folder = testFolder()
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), `${text}\n`)
  }
  for (const [file, [, text]] of Object.entries(PLANTED)) write(file, text)
  for (const [file, text] of Object.entries(INNOCENT)) write(file, text)
  write('tsconfig.json', JSON.stringify({ compilerOptions: { paths: { '@/*': ['./*'] } } }))
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'))
  const cli = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [
    cli,
    '--config',
    path.join(ROOT, '.dependency-cruiser.mjs'),
    '--output-type',
    'json',
    'app',
    'components',
    'lib',
  ]
  let report = ''
  try {
    report = execFileSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 1e8,
    })
  } catch (error) {
    report = String((error as { stdout?: unknown }).stdout)
  }
  const { summary } = JSON.parse(report) as { summary: { violations: { from: string; rule: { name: string } }[] } }
  const found = summary.violations.map(({ from, rule }) => `${rule.name} in ${from}`)
  for (const [file, [rule]] of Object.entries(PLANTED)) expect(found).toContain(`${rule} in ${file}`)
})

/** Our own source files of the given folders. */
function sources(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file}`)
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|^lib\/(testing|db\/generated)\//.test(file)),
  )
}
const matching = (pattern: RegExp, files: string[]) =>
  files.filter((file) => pattern.test(readFileSync(path.join(ROOT, file), 'utf8')))

test('the environment is read in one place', () => {
  expect(matching(/process\.env/, sources('app', 'components', 'lib', 'cli'))).toEqual(['lib/env.ts'])
})

test('colours come from tokens, so that neither theme can be forgotten', () => {
  expect(
    matching(/\b(bg|text|border)-(gray|red|green|blue|amber|zinc|slate)-\d/, sources('app', 'components')),
  ).toEqual([])
})

test('nothing is fetched from elsewhere: no address of another host stands in what is served', () => {
  expect(
    matching(/https?:\/\/(?!127\.0\.0\.1|localhost|www\.w3\.org)[a-z0-9.-]+\.[a-z]{2,}/, sources('app', 'components')),
  ).toEqual([])
})

test('every optional binary of every platform stands in the lockfile, so that npm ci takes it anywhere', () => {
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter(
      (name) => !Object.keys(lock.packages).some((key) => key.endsWith(`node_modules/${name}`)),
    ),
  )
  expect(missing).toEqual([])
})
