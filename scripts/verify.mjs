// `npm run verify`: everything that needs no browser. Stops at the first step that fails.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { bin, ROOT, step } from './run-step.mjs'

const FOLDERS = ['app', 'components', 'lib', 'cli', 'prisma', 'scripts', 'e2e', 'bench']

/** @param {string | undefined} unitReport where Vitest writes its results as JSON */
export async function verify(unitReport) {
  const folders = FOLDERS.filter((name) => existsSync(path.join(ROOT, name)))
  const reporters = unitReport ? ['--reporter=default', '--reporter=json', `--outputFile=${unitReport}`] : []
  const steps = [
    ['database client', [path.join(ROOT, 'bin', 'pitwall.mjs'), '--version']],
    ['format and lint', [bin('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.']],
    ['types of routes', [bin('next', 'dist/bin/next'), 'typegen']],
    ['types', [bin('typescript', 'bin/tsc'), '-p', 'tsconfig.json']],
    [
      'import rules',
      [bin('dependency-cruiser', 'bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.mjs', ...folders],
    ],
    ['unused', [bin('knip', 'bin/knip.js')]],
    ['unit tests', [bin('vitest', 'vitest.mjs'), 'run', ...reporters]],
  ]
  for (const [name, args] of steps) if (!(await step(name, args))) return false
  return true
}

if (process.argv[1] === import.meta.filename) process.exitCode = (await verify()) ? 0 : 1
