import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '@/lib/testing/test-db'

const PITWALL = path.resolve('bin/pitwall.mjs')

function mine(args: readonly string[], input?: Buffer): Promise<{ out: string; err: string; code: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PITWALL, 'patterns', 'mine', ...args])
    let [out, err] = ['', '']
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString()
    })
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString()
    })
    child.on('close', (code) => resolve({ out, err, code }))
    child.stdin.end(input ?? '')
  })
}

function fileOf(content: string | Buffer): string {
  const file = path.join(testFolder(), 'some.log')
  writeFileSync(file, content)
  return file
}

const LINES = 'lease 1 lost\r\nHTTP 404 for a\nlease 2 lost\n'

test('the groups of a file, as JSON with members, without them, and as a table', async () => {
  const file = fileOf(LINES)
  const { out, code } = await mine([file, '--json'])
  const reply = JSON.parse(out)
  expect(code).toBe(0)
  expect(reply).toEqual({
    groups: [
      {
        template: 'lease <*> lost',
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        type: 'unknown_error',
        cause: 'unknown',
        count: 2,
        members: [1, 3],
      },
      {
        template: 'HTTP 404 for a',
        fingerprint: expect.any(String),
        type: 'http_4xx',
        cause: 'config',
        count: 1,
        members: [2],
      },
    ],
    lines: 3,
    seconds: expect.any(Number),
  })
  const bare = JSON.parse((await mine([file, '--json', '--no-members'])).out)
  expect(bare.groups).toEqual(reply.groups.map(({ members: _, ...group }: { members: number[] }) => group))
  const table = (await mine([file])).out
  expect(table).toContain('lease <*> lost')
  expect(table).toMatch(/2 groups of 3 lines, [\d.]+ s/)
})

test('standard input, UTF-16 with and without a mark, a line of megabytes and bytes that are no text', async () => {
  const templates = async (input: Buffer) =>
    JSON.parse((await mine(['-', '--json'], input)).out).groups.map((group: { template: string }) => group.template)
  const expected = ['lease <*> lost', 'HTTP 404 for a']
  expect(await templates(Buffer.from(LINES))).toEqual(expected)
  expect(await templates(Buffer.from(`\ufeff${LINES}`, 'utf16le'))).toEqual(expected)
  expect(await templates(Buffer.from(LINES, 'utf16le'))).toEqual(expected)
  const long = `${'x'.repeat(3_000_000)} 1\nlease \u0000\u001b[31m3 lost`
  expect(await templates(Buffer.from(long))).toEqual(['lease <*> lost', 'x'.repeat(600)])
  expect(await templates(Buffer.from([0xff, 0x41, 0x0a]))).toEqual(['A'])
  expect(await templates(Buffer.alloc(0))).toEqual([])
})

test('what cannot be mined is said in one line', async () => {
  const folder = testFolder()
  mkdirSync(path.join(folder, 'logs'))
  const binary = fileOf(Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7_919) % 5)))
  const wrong: [string, RegExp][] = [
    [path.join(folder, 'none.log'), /none\.log does not exist\.\n$/],
    [path.join(folder, 'logs'), /is a directory/],
    [binary, /is binary, no text\.\n$/],
    [fileOf('SQLite format 3\u0000 and more'), /is an SQLite database/],
  ]
  for (const [file, message] of wrong) {
    const { out, err, code } = await mine([file])
    expect([out, code]).toEqual(['', 2])
    expect(err).toMatch(message)
  }
})
