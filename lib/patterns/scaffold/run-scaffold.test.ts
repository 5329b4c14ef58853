import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { failureShape, fingerprintOf } from '@/lib/fingerprint/fingerprint'
import { testFolder } from '@/lib/testing/test-db'
import { scaffoldFiles } from './scaffold-files'
import type { ScaffoldFile, ScaffoldInput, ScaffoldLanguage } from './scaffold-input'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const TSX = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs')
const python = (args: string[], cwd?: string) => spawnSync('python3', args, { cwd, encoding: 'utf8' })
const NO_PYTHON = python(['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status !== 0
const NO_PYTEST = NO_PYTHON || python(['-c', 'import pytest']).status !== 0

/** Everything that once broke a literal, an encoding or a comment. */
const HOSTILE = [
  'say "no" \\ and \'\'\' and """ and `$\u007bprocess.exit(9)}`',
  'two\nlines \u0000 \u001b[31mred\u001b[0m \u202eright to left\u202c \u2028 \u2029 \ufeff',
  'half a pair \ud800 and \udfff and a whole one \u{1f600}',
  '*/ // # coding: utf-7 </script><!-- {{ }} %s %(x)s \\u0041 \\x41 \\N{BULLET}',
  'C:\\Users\\new\\table /etc/passwd //x',
]

const MESSAGES = [
  'Deploy of app-17 to https://one.example/x failed: HTTP 503 after 12 s',
  'Deploy of app-18 to https://two.example/y failed: HTTP 503 after 9 s',
]
const OTHERS = ['Deploy of app-17 to https://one.example/x failed: HTTP 500 after 12 s', 'Deploy done', 'disk full']

function pattern(fields: Partial<ScaffoldInput> = {}): ScaffoldInput {
  const { fingerprint, template } = fingerprintOf(failureShape(MESSAGES[0] ?? '').shape)
  return {
    ...{
      id: 'pattern:1',
      fingerprint,
      template,
      title: 'Deploy fails with 503',
      errorType: 'http_5xx',
      cause: 'infra',
    },
    ...{ catalogue: { means: 'The service is down.', helps: '`curl` it.' }, occurrences: 12, runs: 3, sessions: 2 },
    ...{ firstSeenAt: '2026-01-02T03:04:05.678Z', lastSeenAt: '2026-02-02T03:04:05.678Z' },
    ...{ samples: MESSAGES, autopackSignatures: ['0123456789abcdef'], others: OTHERS },
    ...fields,
  }
}

function written(files: readonly ScaffoldFile[]): string {
  const folder = testFolder()
  for (const file of files) {
    mkdirSync(path.join(folder, path.dirname(file.path)), { recursive: true })
    writeFileSync(path.join(folder, file.path), file.text)
  }
  return folder
}

/** Does what the file says, and nothing else. */
function fillIn(file: string): void {
  const lines = readFileSync(file, 'utf8').split('\n')
  const says = lines.findIndex((line) => line.includes('replace the line between the two marks by this one:'))
  const own = (lines[says + 1] ?? '').replace(/^\s*(?:#|\/\/)\s*/, '')
  const begin = lines.findIndex((line) => /^\s*(?:#|\/\/) mark: begin$/.test(line))
  expect(lines[begin + 2]?.trim()).toMatch(/^(?:#|\/\/) mark: end$/)
  const indent = /^\s*/.exec(lines[begin] ?? '')?.[0] ?? ''
  writeFileSync(file, lines.with(begin + 1, indent + own).join('\n'))
}

interface Runner {
  language: ScaffoldLanguage
  detector: RegExp
  run: (folder: string, test: string) => { status: number | null; stdout: string; stderr: string }
}

const UNITTEST: Runner = {
  ...{ language: 'python', detector: /\/detect_\w+\.py$/ },
  run: (folder, file) => python(['-m', 'unittest', file], folder),
}
const PYTEST: Runner = {
  ...UNITTEST,
  run: (folder, file) => python(['-m', 'pytest', '-q', '-p', 'no:cacheprovider', file], folder),
}
const NODE: Runner = {
  ...{ language: 'typescript', detector: /\/detect_\w+(?<!\.test)\.ts$/ },
  run: (folder, file) => spawnSync(process.execPath, [TSX, '--test', file], { cwd: folder, encoding: 'utf8' }),
}

function failsThenPasses({ language, detector, run }: Runner, input: ScaffoldInput): void {
  const files = scaffoldFiles(input, language)
  const folder = written(files)
  const own = files.find((file) => detector.test(file.path))?.path ?? ''
  const testFile = files.find((file) => /(?:^|\/)test_|\.test\.ts$/.test(file.path))?.path ?? ''
  const inside = path.join(folder, path.dirname(own))
  const before = run(inside, path.basename(testFile))
  expect([before.status === 0, `${before.stdout}${before.stderr}`]).toEqual([
    false,
    expect.stringContaining('is not filled in'),
  ])
  fillIn(path.join(folder, own))
  const after = run(inside, path.basename(testFile))
  expect([after.status, after.status === 0 ? '' : `${after.stdout}${after.stderr}`]).toEqual([0, ''])
}

const INPUTS: [string, ScaffoldInput][] = [
  ['an ordinary pattern', pattern()],
  [
    'hostile texts everywhere',
    pattern({
      ...{ samples: [...MESSAGES, ...HOSTILE], others: [...OTHERS, 'a\u0000"""b', '\ud800\u{1f600}'] },
      ...{ id: HOSTILE[0] ?? '', title: HOSTILE[3] ?? '', errorType: '../../x"; import os', fingerprint: '../..' },
      ...{ template: `${HOSTILE[2]} <*> ${HOSTILE[4]}`, firstSeenAt: 'coding: utf-7', lastSeenAt: '' },
      ...{ catalogue: { means: HOSTILE[1] ?? '', helps: HOSTILE[0] ?? '' }, autopackSignatures: HOSTILE },
    }),
  ],
  ['a pattern of which no message is known', pattern({ samples: [], others: [] })],
  ['a template that tells nothing', pattern({ template: '<*>: <*>' })],
  ['a text that is a sample and another pattern, too', pattern({ others: [...MESSAGES, ...OTHERS] })],
]

describe('the generated test fails before and passes after the detector is filled in as its file says', () => {
  test.skipIf(NO_PYTHON).each(INPUTS)('Python, its own runner: %s', (_, input) => failsThenPasses(UNITTEST, input))
  test.skipIf(NO_PYTEST)('Python, pytest', () => failsThenPasses(PYTEST, pattern()))
  test.each(INPUTS.slice(0, 2))('TypeScript: %s', (_, input) => failsThenPasses(NODE, input))
})
