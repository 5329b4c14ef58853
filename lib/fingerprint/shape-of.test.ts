import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shownTemplate } from './mask-characters'
import { shapeOf } from './shape-of'

const shown = (message: string) => shownTemplate(shapeOf(message))

test.each([
  ['GET https://api.example.test/v1/runs/42?x=1: failed', 'GET <*>: failed'],
  ['open "/srv/a b/c.txt"', 'open "<*>"'],
  ['read C:\\Users\\me\\log.txt failed', 'read <*> failed'],
  ['see ~/notes/a.md or else ../b but not src/lib/deep/file.ts', 'see <*> or else <*> but not <*>'],
  ['tests/test_x.py is missing', '<*> is missing'],
  ['either/or stays', 'either/or stays'],
  ['job 123e4567-e89b-12d3-a456-426614174000 gone', 'job <*> gone'],
  ['at 0xdeadBEEF in ff00aa', 'at <*> in <*>'],
  ['from fe80::1c2d:3e4f:5a6b:7c8d to 10.0.0.1:8080', 'from <*> to <*>'],
  ['mail to a.b@example.test bounced', 'mail to <*> bounced'],
  ['commit 9f8e7d6c broke', 'commit <*> broke'],
  ['eth0 and IPv6 are names, blk_-123 is not', 'eth0 and IPv6 are names, <*> is not'],
  ['r24=0x1 r25=0x2', 'r#=<*> r#=<*>'],
  ['took 12 ms of 3.5 GB', 'took <*> of <*>'],
  ['Sat Jun 11 03:28:22 2005 started', '<*> started'],
  ['loading....done', 'loading .. done'],
  ['cwd = () now', 'cwd = (<*>) now'],
  ['Protected path: a/b/c, Protected path: d/e/f', 'Protected path: <*>'],
  ['moved 1 to 2 to 3 to 4', 'moved <*> to <*>'],
])('%s', (message, template) => {
  expect(shown(message)).toBe(template)
})

test.each([
  ['404 Client Error: Not Found for url: http://h/1', '404 Client Error: Not Found for url: <*>'],
  ['request failed (status=500) after 3 tries', 'request failed (status=500) after <*> tries'],
  ['"GET /a/b/c HTTP/1.1" 503 12', '"GET <*> HTTP/<*>" 503 <*>'],
  ['{"statusCode":429,"id":17}', '{"statusCode":429,"id":<*>}'],
  ['API Error: 529 Overloaded', 'API Error: 529 Overloaded'],
  ['Command failed with exit code 137 in 12 s', 'Command failed with exit code 137 in <*>'],
  ['process exited with 2', 'process exited with 2'],
  ['returned non-zero exit status 1.', 'returned non-zero exit status 1.'],
  ['HTTP 200 after 204 ms', 'HTTP <*> after <*>'],
  ['status 7777 of room 404', 'status <*> of room <*>'],
])('an HTTP status and an exit code stand apart from the mask: %s', (message, template) => {
  expect(shown(message)).toBe(template)
})

test('colours, reordering marks, NUL and private characters neither show nor split a group', () => {
  expect(shown('\u001b[31merror\u001b[0m: \u202ebad\u0000 \u0001\ue005 file 7')).toBe(shown('error: bad  file 8'))
  expect(shown('\ufeffreading 12\tof\u00a0 13')).toBe('reading <*> of <*>')
})

test('a shape hides nothing but variable parts: it is the same for other numbers, and for its own text again', () => {
  fc.assert(
    fc.property(fc.lorem({ maxCount: 8 }), fc.nat(), fc.nat(), (words, a, b) => {
      expect(shapeOf(`${words} ${a} end`)).toBe(shapeOf(`${words} ${b} end`))
    }),
  )
})

test('any text has a shape, and always the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 800 }), (text) => {
      const shape = shapeOf(text)
      expect(shapeOf(text)).toBe(shape)
      expect(shape).not.toMatch(/[\u0000\u0002-\u001f\u202e]/)
    }),
  )
})

test('what lies behind the cut changes nothing, so that a line of megabytes costs what its head costs', () => {
  const head = `failed at step 3: ${'word '.repeat(200)}`
  expect(shapeOf(head + 'x'.repeat(5_000_000))).toBe(shapeOf(head))
  expect(shapeOf('a'.repeat(5_000_000)).length).toBeLessThanOrEqual(600)
})
