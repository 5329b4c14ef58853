import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { fingerprintOf } from '@/lib/fingerprint/fingerprint'
import { shapeOf } from '@/lib/fingerprint/shape-of'
import { proposeExpression } from './propose-expression'
import { sampleTexts } from './sample-text'
import { scaffoldFiles } from './scaffold-files'
import type { ScaffoldInput, ScaffoldLanguage } from './scaffold-input'

const NO_PYTHON = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status !== 0

/** What ends literals, comments, lines and encodings, mixed with anything a computer can hold. */
const bait = fc.constantFrom(
  ...['"', "'", '`', '"""', "'''", '\\', '\\"', '\\\\', '$\u007bx}', '*/', '/*', '//', '#', '/', '<*>', '<!--', '```'],
  ...[
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\0',
    '\u001b[31m',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u2029',
    '\u202e',
    '\u2066',
    '\ufeff',
  ],
  ...['\ud800', '\udc00', '\u{1f600}', '\u{10ffff}', '# coding: utf-7', '{', '}', '[', ']', '(', ')', '.', '..', '...'],
  ...['\\u0041', '\\N{BULLET}', 'k1=', ' ', '  ', '%s', '^', '$', '|', '+', '?', '404', '__proto__', 'Error: no file'],
)
const hostile = fc
  .array(fc.oneof(bait, bait, fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ maxLength: 12 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''))
const template = fc.oneof(
  hostile,
  hostile.map((text) => fingerprintOf(shapeOf(text)).template),
)
const input: fc.Arbitrary<ScaffoldInput> = fc.record({
  ...{ id: hostile, fingerprint: hostile, template, title: hostile, errorType: hostile },
  ...{ cause: fc.constant('unknown' as const), firstSeenAt: hostile, lastSeenAt: hostile },
  catalogue: fc.option(fc.record({ means: hostile, helps: hostile })),
  ...{ occurrences: fc.double(), runs: fc.integer(), sessions: fc.integer() },
  ...{ samples: fc.array(hostile, { maxLength: 5 }), others: fc.array(hostile, { maxLength: 3 }) },
  autopackSignatures: fc.array(hostile, { maxLength: 3 }),
})

const textOf = (given: ScaffoldInput, language: ScaffoldLanguage, ending: RegExp) =>
  scaffoldFiles(given, language).find(({ path }) => ending.test(path))?.text ?? ''
const DETECTOR = /\/detect_\w+(?<!\.test)\.(?:py|ts)$/
const TEST = /\/test_\w+\.py$|\.test\.ts$/

/** The module as Node.js would see it, with its types stripped, run by itself. */
function evaluated(text: string, names: string): unknown {
  const source = ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2022, true)
  expect((source as unknown as { parseDiagnostics: unknown[] }).parseDiagnostics).toEqual([])
  const { outputText } = ts.transpileModule(text.replace(/^import .*$/gm, '').replace(/^test\([\s\S]*/m, ''), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  return new Function(`${outputText.replace(/^export /gm, '')}; return ${names}`)()
}

test('in TypeScript no text leaves its literal: parsed, it is what it was, and the expression finds it', () => {
  fc.assert(
    fc.property(input, (given) => {
      const [samples, others] = evaluated(textOf(given, 'typescript', TEST), '[SAMPLES, OTHERS]') as [
        string[],
        string[],
      ]
      expect(samples).toEqual(sampleTexts(given.samples, 20))
      const finds = evaluated(textOf(given, 'typescript', DETECTOR), 'PATTERN') as RegExp
      expect(samples.filter((sample) => !finds.test(sample))).toEqual([])
      expect([...others, ''].filter((other) => finds.test(other))).toEqual([])
    }),
    { numRuns: 150 },
  )
})

/** Parses each file, and says what its literals and its expression are worth. */
const READER = `
import ast, json, re, sys, warnings
warnings.simplefilter("error")
told = []
for detector, test in json.load(sys.stdin):
    lists = {}
    for node in ast.parse(test.encode("ascii")).body:
        if isinstance(node, ast.AnnAssign):
            lists[node.target.id] = ast.literal_eval(node.value)
    tree = ast.parse(detector.encode("ascii"))
    kinds = [type(node).__name__ for node in tree.body]
    call = next(node.value for node in tree.body if isinstance(node, ast.Assign))
    finds = re.compile(ast.literal_eval(call.args[0]))
    told.append([lists["SAMPLES"], lists["OTHERS"], kinds,
        [bool(finds.search(text)) for text in lists["SAMPLES"]],
        [bool(finds.search(text)) for text in lists["OTHERS"] + [""]]])
json.dump(told, sys.stdout)
`

test.skipIf(NO_PYTHON)('in Python neither', () => {
  const inputs = fc.sample(input, 200)
  const files = inputs.map((given) => [textOf(given, 'python', DETECTOR), textOf(given, 'python', TEST)])
  const { stdout, stderr } = spawnSync('python3', ['-c', READER], {
    input: JSON.stringify(files),
    maxBuffer: 1e8,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  const told = JSON.parse(stdout) as [string[], string[], string[], boolean[], boolean[]][]
  for (const [at, [samples, , kinds, found, wrong]] of told.entries()) {
    expect(samples).toEqual(sampleTexts(inputs[at]?.samples ?? [], 20))
    expect(kinds).toEqual(['ImportFrom', 'Import', 'Assign', 'FunctionDef'])
    expect(found).not.toContain(false)
    expect(wrong).not.toContain(true)
  }
})

const PYTHON_LITERAL = /^ {4}"(?:[ !#-[\]-~]|\\(?:["\\nrt]|x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}))*",$/
const TYPESCRIPT_LITERAL = /^ {2}"(?:[ !#-[\]-~]|\\(?:["\\nrt]|u[\da-f]{4}))*",$/

test('every line of code is printable ASCII, every literal stands on one line, comments stay comments', () => {
  fc.assert(
    fc.property(input, fc.constantFrom<ScaffoldLanguage>('python', 'typescript'), (given, language) => {
      for (const { path, text } of scaffoldFiles(given, language)) {
        expect(path).toMatch(/^patterns\/(?:python|typescript)\/[a-z][a-z0-9_]*_[0-9a-f]{8}\/[A-Za-z0-9_.]+$/)
        if (!/\.(?:py|ts|json)$/.test(path)) continue
        expect(text).toMatch(/^[\n -~]*$/)
      }
      const lines = textOf(given, language, TEST).split('\n')
      const literals = lines.filter((line) => /^ +"/.test(line))
      expect(literals.length).toBeGreaterThanOrEqual(sampleTexts(given.samples, 20).length)
      for (const line of literals) expect(line).toMatch(language === 'python' ? PYTHON_LITERAL : TYPESCRIPT_LITERAL)
      const comments = textOf(given, language, DETECTOR).split('\n').slice(0, 7)
      expect(comments.slice(0, 2).join()).not.toMatch(/coding[:=]/)
      expect(comments.filter((line) => !/^(?:#|\/\/)(?: |$)|^$/.test(line))).toEqual([])
      const registry = textOf(given, language, /registry\.json$/)
      expect(JSON.parse(registry)).toMatchObject({ title: given.title, type: given.errorType })
    }),
    { numRuns: 150 },
  )
})

/** Lines outside of blocks of code, which end at a fence as long as theirs. */
function outside(markdown: string): string[] {
  let fence = ''
  return markdown.split('\n').filter((line) => {
    if (fence !== '') {
      if (/^ {0,3}`+ *$/.test(line) && line.trim().length >= fence.length) fence = ''
      return false
    }
    fence = /^(`{3,})text$/.exec(line)?.[1] ?? ''
    return fence === ''
  })
}

test('no text becomes a heading, a block or HTML of the backlog entry', () => {
  fc.assert(
    fc.property(input, (given) => {
      const lines = outside(textOf(given, 'python', /backlog\.md$/))
      const titles = lines.filter((line) => line.startsWith('#')).slice(1)
      expect(titles.filter((line) => line !== '## Too wide')).toEqual(['## Sample', '## To do'])
      for (const line of lines)
        expect(line).toMatch(/^(?:#{1,2} .+|- .+|\*\*(?:Means|Helps):\*\* .*|None was recorded\.|The proposed .*|)$/)
      expect(lines.slice(-5, -1).map((line) => line.slice(0, 6))).toEqual(Array(4).fill('- [ ] '))
    }),
    { numRuns: 150 },
  )
})

/** The fastest of three: what the work costs when nothing disturbs it. */
function cost(work: () => void): number {
  const times = [0, 1, 2].map(() => {
    const { user } = process.cpuUsage()
    work()
    return (process.cpuUsage().user - user) / 1_000
  })
  return Math.min(...times)
}

test.each([
  ['at the start of a line', ''],
  ['anywhere', '12:00 '],
])('an expression with many holes costs time that follows the length of what is searched: %s', (_, before) => {
  const holes = 'error in a <*> of a <*> with a <*> and a <*> or a <*> at a <*> by a <*> never'
  const message = `${before}error in a 1 of a 2 with a 3 and a 4 or a 5 at a 6 by a 7 never`
  const finds = new RegExp(proposeExpression(holes, [message], [], 'typescript').expression.join(''), 'u')
  const traps = ['error in a of a with a and a or a at a by a ', 'error in a ', 'a ', ' ', '\n', 'error in a \t\r\n ']
  for (const trap of traps) {
    const [long, short] = [trap.repeat(800_000 / trap.length), trap.repeat(100_000 / trap.length)]
    const one = Math.max(
      20,
      cost(() => finds.test(short)),
    )
    expect(cost(() => finds.test(long))).toBeLessThan(16 * one)
    expect(finds.test(long)).toBe(false)
    expect(finds.test(`${short}\n${message}`)).toBe(true)
  }
})

test('of what is written out, a short text is all of a message and a long one the start of a line', () => {
  const long = `disk 7 is full\n${'x'.repeat(300)}`
  const finds = (samples: string[]) =>
    new RegExp(proposeExpression('<*>', samples, [], 'typescript').expression.join(''), 'u')
  const both = finds([long, 'disk 7 is full'])
  expect([both.test(long), both.test('disk 7 is full'), both.test('disk 8 is full')]).toEqual([true, true, false])
  const short = finds(['Exit code 1'])
  expect([short.test('Exit code 1'), short.test('Exit code 1\nno such file'), short.test('Exit code 2')]).toEqual([
    ...[true, false, false],
  ])
  expect(finds(['job 123456  failed']).test('job 99999 failed')).toBe(true)
})

test('a message of megabytes is held with the lines that say what happened', () => {
  const noise = 'nothing to see here\n'.repeat(1_000)
  const [text] = sampleTexts([`${noise}Error: disk 7 is full\n${noise.repeat(100)}`], 20)
  expect(text).toContain('Error: disk 7 is full')
  expect(text?.length).toBeLessThanOrEqual(2_000)
  expect(sampleTexts(['', ' \n', 'a', 'a', 'b', 'c'], 2)).toEqual(['a', 'b'])
  expect(sampleTexts([`${'x'.repeat(1_999)}\u{1f600}`], 1)).toEqual(['x'.repeat(1_999)])
})

test('the template is held to its line, or to its end, where another pattern begins alike', () => {
  const samples = ['Connection failed', 'Connection failed']
  const of = (others: string[]) => proposeExpression('Connection failed', samples, others, 'typescript')
  expect(of([]).expression.join('')).toMatch(/failed$/)
  expect(of(['Connection failed: no route'])).toMatchObject({ alsoFound: [] })
  expect(of(['Connection failed: no route']).expression.join('')).not.toMatch(/failed$/)
  expect(of(['Connection failed'])).toMatchObject({ alsoFound: ['Connection failed'] })
})
