import { expect, test } from 'vitest'
import { commitIn } from './run-commit'

const SHA = '0123456789abcdef0123456789abcdef01234567'

test.each<[string, unknown, string | null]>([
  ['at the top', { git_commit: SHA }, SHA],
  ['under git', { git: { commit_hash: SHA } }, SHA],
  ['under code', { code: { revision: SHA } }, SHA],
  ['shortened', { commit: '0123456' }, '0123456'],
  ['in capitals, between blanks', { commitSha: ` ${SHA.toUpperCase()} ` }, SHA],
  ['the top before git', { commit: 'aaaaaaa', git: { commit: 'bbbbbbb' } }, 'aaaaaaa'],
  ['a top that is none does not hide git', { commit: 'unknown', git: { commit: 'bbbbbbb' } }, 'bbbbbbb'],
  ['too short', { commit: '012345' }, null],
  ['too long', { commit: 'a'.repeat(65) }, null],
  ['no hexadecimal', { commit: 'main-branch' }, null],
  ['a number', { commit: 1_234_567 }, null],
  ['a list', { commit: [SHA] }, null],
  ['git as text', { git: SHA }, null],
  ['git as a list', { git: [{ commit: SHA }] }, null],
  ['a list of records', [{ commit: SHA }], null],
  ['nothing', {}, null],
  ['null', null, null],
  ['text', SHA, null],
  ["a key that is every object's", JSON.parse(`{"__proto__":{"commit":"${SHA}"}}`), null],
])('a commit: %s', (_, data, expected) => {
  expect(commitIn(data)).toBe(expected)
})
