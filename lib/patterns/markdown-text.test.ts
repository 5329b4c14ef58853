import { expect, test } from 'vitest'
import { codeBlock, codeSpan, plainText, sentence, shownTime } from './markdown-text'

test.each([
  ['plain words, http_503 & (more)!', 'plain words, http_503 & (more)!'],
  ['*a* _b_ `c` [d](e) <f> | ~g~ #h $i', '\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\| \\~g\\~ \\#h \\$i'],
  ['&amp; &#60; \\', '\\&amp; \\&\\#60; \\\\'],
  ['https://a.example and www.b.example', 'https\\://a.example and www\\.b.example'],
  ['- a', '\\- a'],
  ['12. a', '12\\. a'],
  ['two\nlines \u001b[31mred\u001b[0m \u202egiro', 'two lines red giro'],
  ['', ''],
])('%j is %j as text of a line', (text, shown) => {
  expect(plainText(text)).toBe(shown)
})

test.each([
  ['a', '`a`'],
  ['a `b` c', '``a `b` c``'],
  ['`', '`` ` ``'],
  ['', '(empty)'],
  ['\0', '(empty)'],
])('%j is %s as code', (text, shown) => {
  expect(codeSpan(text)).toBe(shown)
})

test('a sentence keeps its code; where backticks do not pair they are text', () => {
  expect(sentence('Run `npm ci` in *its* folder.')).toBe('Run `npm ci` in \\*its\\* folder.')
  expect(sentence('an odd ` one')).toBe('an odd \\` one')
})

test('a block keeps lines and indents, ends behind a longer fence than any in it, and says where it was cut', () => {
  expect(codeBlock('a\n  b\n```\nc')).toBe('````text\na\n  b\n```\nc\n````')
  expect(codeBlock('1\n2\n3', { lines: 2 })).toBe('```text\n1\n2\n…\n```')
  expect(codeBlock('x'.repeat(50), { characters: 9 })).toBe('```text\nxxxxxxxxx…\n```')
})

test('no cut leaves half a character', () => {
  expect(plainText('xx\u{1f600}', 3)).toBe('xx…')
})

test('a time is shown to the minute, what is none as it stands', () => {
  expect(shownTime('2026-02-28T07:15:30.123Z')).toBe('2026-02-28 07:15 UTC')
  expect(shownTime('2026-13-45T07:15:30.123Z')).toBe('2026-13-45T07:15:30.123Z')
  expect([shownTime(null), shownTime('')]).toEqual(['not recorded', 'not recorded'])
})
