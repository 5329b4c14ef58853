import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rootOf, stepForm } from './step-form'

const call = (input: unknown, root: string | null = null, tool = 'Bash') =>
  stepForm(
    { kind: 'tool_call', tool, title: null, text: typeof input === 'string' ? input : JSON.stringify(input) },
    root,
  )
const prompt = (text: string, root: string | null = null) =>
  stepForm({ kind: 'prompt', tool: null, title: null, text }, root)

describe('stepForm', () => {
  it.each([
    ['the order of fields', { a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }],
    [
      'how the call describes itself',
      { command: 'ls', description: 'List' },
      { command: 'ls', description: 'Show files' },
    ],
    ['white space', { command: 'ls  -l\n' }, { command: 'ls -l' }],
    ['a time', { command: 'git log --since 2026-01-02T03:04:05Z' }, { command: 'git log --since 2025-11-30' }],
    ['a clock', { command: 'at 10:11:12' }, { command: 'at 9:00:00.5' }],
    ['seconds since 1970', { since: '1767225600' }, { since: '1767225999123' }],
    ['a uuid', { q: '0192f0c1-aaaa-7bbb-8ccc-0123456789ab' }, { q: '6f1d3c2e-1111-4222-9333-abcdefabcdef' }],
    ['a commit', { command: 'git show 8078cb6f00' }, { command: 'git show d917233aab12' }],
    ['the id of a call', { ref: 'toolu_01ABCDEFGH' }, { ref: 'call_zyxwvuts9' }],
    ['the folder of a file elsewhere', { path: '/tmp/run-1/a.ts' }, { path: '/var/folders/x/a.ts' }],
    ['a folder of Windows', { path: 'C:\\work\\one\\a.ts' }, { path: '/home/me/a.ts' }],
  ])('does not see %s', (_, a, b) => {
    expect(call(a)).toBe(call(b))
  })

  it.each([
    ['another command', { command: 'ls' }, { command: 'pwd' }],
    ['another file of one folder', { path: '/repo/a.ts' }, { path: '/repo/b.ts' }],
    ['another number', { limit: 10 }, { limit: 20 }],
    ['null and missing', { a: null }, {}],
    ['text and number', { a: '1' }, { a: 1 }],
    ['another address', { url: 'https://a.example/x/y' }, { url: 'https://b.example/x/y' }],
    ['a word that looks like hex', { q: 'deadbeefcafe' }, { q: 'facadefacade' }],
  ])('sees %s', (_, a, b) => {
    expect(call(a)).not.toBe(call(b))
  })

  it('takes paths below the project as relative ones', () => {
    expect(call({ path: '/home/a/shop/src/x.ts' }, '/home/a/shop')).toBe(call({ path: 'src/x.ts' }, '/srv/shop'))
    expect(call({ path: '/home/a/shop/src/x.ts' }, '/home/a/shop')).toBe(call({ path: '/srv/s/src/x.ts' }, '/srv/s'))
    expect(call({ path: '/home/a/shop/src/x.ts' }, '/home/a/shop')).not.toBe(
      call({ path: '/home/a/shop/test/x.ts' }, '/home/a/shop'),
    )
    expect(call({ command: 'cd /home/a/shop && ls' }, '/home/a/shop')).toBe(call({ command: 'cd /b && ls' }, '/b'))
  })

  it.each([
    ['/home/a/shop/', '/home/a/shop'],
    ['C:\\work', 'C:/work'],
    ['shop', null],
    ['/', null],
    [null, null],
  ])('the root of %j is %j', (project, root) => {
    expect(rootOf(project)).toBe(root)
  })

  it('compares prompts by their words, calls by tool and input, marks by their kind', () => {
    expect(prompt('Fix  it')).toBe(prompt('Fix it'))
    expect(prompt('Fix it')).not.toBe(prompt('Fix that'))
    expect(call({ a: 1 }, null, 'Read')).not.toBe(call({ a: 1 }, null, 'Write'))
    const mark = (text: string) => stepForm({ kind: 'compaction', tool: null, title: text, text }, null)
    expect(mark('one')).toBe(mark('another'))
    expect(stepForm({ kind: 'tool_call', tool: null, title: 'x', text: null }, null)).toContain('x')
  })

  it('takes input that is no JSON, or too deep, as text', () => {
    expect(call('{"command": "ls", "cut')).toBe(call('{"command":  "ls", "cut'.replace('  ', ' ')))
    const deep = '['.repeat(20_000) + ']'.repeat(20_000)
    expect(call(deep)).toContain('[[[')
    expect(call('{"__proto__": 1, "a": 2}')).not.toBe(call('{"a": 2}'))
  })

  it('never throws, and gives equal forms to equal steps', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.json(), (text, json) => {
        expect(prompt(text, '/r')).toBe(prompt(text, '/r'))
        expect(call(json)).toBe(call(JSON.stringify(JSON.parse(json))))
      }),
    )
  })

  it('takes linear time on long hostile text', () => {
    const started = performance.now()
    for (const piece of ['/a', 'a/', '-', '0a', '1:', '\\', 'call_', '2026-01-02 ']) prompt(piece.repeat(30_000))
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
