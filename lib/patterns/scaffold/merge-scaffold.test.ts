import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testFolder } from '@/lib/testing/test-db'
import { asPatch, type FileChange } from './as-patch'
import { manifestText, mergeScaffold, readManifest, SCAFFOLD_MANIFEST } from './merge-scaffold'
import { scaffoldFiles } from './scaffold-files'
import type { ScaffoldInput } from './scaffold-input'

const pattern = (fields: Partial<ScaffoldInput> = {}): ScaffoldInput => ({
  ...{ id: 'p', fingerprint: '0123456789abcdef', template: 'disk <*> is full', title: 'Disk is full' },
  ...{ errorType: 'disk_full', cause: 'infra', catalogue: null, occurrences: 7, runs: 2, sessions: 2 },
  ...{ firstSeenAt: '2026-01-01T00:00:00.000Z', lastSeenAt: '2026-01-03T00:00:00.000Z' },
  ...{ samples: ['disk 7 is full'], autopackSignatures: [], others: ['disk is fine'] },
  ...fields,
})
const textByPath = (files: readonly { path: string; text: string }[]) =>
  new Map(files.map((file) => [file.path, file.text]))
const actions = (files: readonly { path: string; action: string }[]) =>
  Object.fromEntries(files.map((file) => [file.path.split('/').at(-1), file.action]))

describe('running it again', () => {
  const generated = scaffoldFiles(pattern(), 'python')
  const first = mergeScaffold(new Map(), generated, readManifest(null))
  const there = textByPath(first.files)

  test('at first adds every file; at once again changes none', () => {
    expect(new Set(Object.values(actions(first.files)))).toEqual(new Set(['added']))
    const again = mergeScaffold(there, generated, readManifest(manifestText(first.manifest)))
    expect(new Set(Object.values(actions(again.files)))).toEqual(new Set(['unchanged']))
    expect(manifestText(again.manifest)).toBe(manifestText(first.manifest))
    expect(asPatch(again.files)).toBe('')
  })

  const newer = scaffoldFiles(pattern({ samples: ['disk 7 is full', 'disk 8 is full'], occurrences: 9 }), 'python')
  const detector = newer.find((file) => /\/detect_/.test(file.path))?.path ?? ''

  test('keeps what was edited, updates what was not, adds what is new', () => {
    const edited = new Map(there).set(detector, `${there.get(detector)}# mine\n`)
    const extra = { path: 'patterns/python/other/new.py', text: 'new = 1\n' }
    const merged = mergeScaffold(edited, [...newer, extra], first.manifest)
    expect(actions(merged.files)).toEqual({
      'detect_disk_full_01234567.py': 'kept',
      'test_detect_disk_full_01234567.py': 'updated',
      ...{ 'backlog.md': 'updated', 'registry.json': 'updated', 'README.md': 'unchanged', 'new.py': 'added' },
    })
    expect(textByPath(merged.files).get(detector)).toMatch(/# mine\n$/)
    // An edit is kept for good, however often it is run again.
    const again = mergeScaffold(textByPath(merged.files), [...newer, extra], merged.manifest)
    expect(actions(again.files)).toMatchObject({ 'detect_disk_full_01234567.py': 'kept', 'backlog.md': 'unchanged' })
  })

  test('with a manifest that is lost or broken keeps everything that differs', () => {
    for (const broken of [null, '', '{', 'null', '[]', '{"files":[1]}', '{"files":{"x":"short"}}']) {
      const { files } = mergeScaffold(there, newer, readManifest(broken))
      expect(actions(files)).toMatchObject({ 'backlog.md': 'kept', 'README.md': 'unchanged' })
    }
  })

  test('takes other ends of lines for no edit, and a deleted file for a new one', () => {
    const windows = new Map([...there].map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]))
    expect(actions(mergeScaffold(windows, newer, first.manifest).files)).toMatchObject({
      ...{ 'backlog.md': 'updated', 'README.md': 'unchanged' },
    })
    windows.delete(detector)
    expect(actions(mergeScaffold(windows, newer, first.manifest).files)).toMatchObject({
      'detect_disk_full_01234567.py': 'added',
    })
  })

  test('leaves what other scaffolds recorded, and paths of any name', () => {
    const hash = 'a'.repeat(64)
    const others = readManifest(
      manifestText(
        new Map([
          ['patterns/x', hash],
          ['__proto__', hash],
        ]),
      ),
    )
    const { manifest } = mergeScaffold(new Map(), generated, others)
    expect(manifest.get('patterns/x')).toBe(hash)
    expect(readManifest(manifestText(manifest)).get('__proto__')).toBe(hash)
  })
})

const git = (folder: string, ...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' })

/** What `git apply` makes of a patch of the changes, file by file. */
function applied(changes: readonly FileChange[]): (string | null)[] {
  const folder = testFolder()
  git(folder, 'init', '-q')
  for (const { path: file, before } of changes) {
    if (before === null) continue
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(folder, file), before)
  }
  const patch = asPatch(changes)
  if (patch !== '') {
    writeFileSync(path.join(folder, 'all.patch'), patch)
    git(folder, 'apply', '--whitespace=nowarn', 'all.patch')
  }
  return changes.map(({ path: file }) => readFileSync(path.join(folder, file), 'utf8'))
}

describe('a patch', () => {
  test('of a scaffold gives its files, and of a second one their changes', () => {
    for (const language of ['python', 'typescript'] as const) {
      const first = mergeScaffold(new Map(), scaffoldFiles(pattern(), language), new Map())
      const all = [...first.files, { path: SCAFFOLD_MANIFEST, before: null, text: manifestText(first.manifest) }]
      expect(applied(all)).toEqual(all.map(({ text }) => text))
      const newer = scaffoldFiles(pattern({ occurrences: 99, title: 'Größe \u2028 x' }), language)
      const second = mergeScaffold(textByPath(first.files), newer, first.manifest)
      expect(applied(second.files)).toEqual(second.files.map(({ text }) => text))
    }
  })

  test('takes any change of any lines, with or without an end of the last one, and names of any characters', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', '', ' c', '-', '+d', '@@', '\\ x', 'e\r', 'ü'), { maxLength: 9 })
    const text = fc
      .tuple(lines, fc.constantFrom('', '\n'))
      .map(([all, end]) => all.join('\n') + (all.length > 0 ? end : ''))
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.option(text), text), { minLength: 20, maxLength: 40 }), (pairs) => {
        const changes = pairs.map(([before, after], at) => ({ path: `d ${at}/ä "${at}".txt`, before, text: after }))
        expect(applied(changes)).toEqual(changes.map((change) => change.text))
      }),
      { numRuns: 8 },
    )
  })
})
