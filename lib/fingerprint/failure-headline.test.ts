import { expect, test } from 'vitest'
import { failureHeadline } from './failure-headline'

const headline = (text: string) => failureHeadline(text).text

test.each([
  ['Exit code 128\nfatal: bad revision', 'fatal: bad revision'],
  [
    'Chunk ID: a1\nWall time: 0.1 seconds\nProcess exited with code 2\nOriginal token count: 9\nOutput:\nrg: x: denied',
    'rg: x: denied',
  ],
  ['<tool_use_error>File does not exist.</tool_use_error>', 'File does not exist.'],
  ['building\nreading 3 files\nerror: no space\nmake: *** [all] Error 1', 'error: no space'],
  [
    'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    raise E\nvalue.BadError: no\nmore',
    'value.BadError: no',
  ],
  ['\u001b[31merror\u001b[0m: red', 'error: red'],
  ['=====\n---\nnothing special', 'nothing special'],
  ['$ biome check\nFound 3 errors.\n× not sorted: cannot pass', '× not sorted: cannot pass'],
  ['{"output":"ls: cannot access x\\n","metadata":{"exit_code":2}}', 'ls: cannot access x'],
  [
    'API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    'HTTP 529 overloaded_error: Overloaded',
  ],
  ['{"status": 400, "error": {"error": {"message": "too long"}}}', 'HTTP 400 too long'],
  ['{"no":"message"}', '{"no":"message"}'],
  ['{"broken', '{"broken'],
  ['', ''],
])('%j', (text, line) => {
  expect(headline(text)).toBe(line)
})

test('generic text alone leaves the exit code, the only fact', () => {
  expect(failureHeadline('Exit code 1')).toEqual({
    text: 'Exit code 1 (no output)',
    line: null,
    exitCode: 1,
    httpStatus: null,
  })
  expect(headline('Chunk ID: a1\nWall time: 0.1 seconds\nProcess exited with code 3\nOutput:\n')).toBe(
    'Exit code 3 (no output)',
  )
  expect(headline('command failed')).toBe('command failed')
})

test('exit code and HTTP status stand apart', () => {
  expect(failureHeadline('Exit code 1\ngh: Not Found (HTTP 404)')).toMatchObject({ exitCode: 1, httpStatus: 404 })
  expect(failureHeadline('{"status":529,"error":{"message":"Overloaded"}}')).toMatchObject({ httpStatus: 529 })
  expect(failureHeadline('404 sheep')).toMatchObject({ httpStatus: null })
})

test('megabytes of output cost no more than their head', () => {
  expect(headline(`ok\nerror: first\n${'error: later\n'.repeat(500_000)}`)).toBe('error: first')
  expect(headline(`${'x'.repeat(5_000_000)}\nerror: late`).length).toBeLessThanOrEqual(1_000)
})
