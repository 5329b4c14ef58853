import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { autopackNormalised, autopackSignature } from './autopack-signature'

test.each([
  ['C:\\dev\\app\\run.py failed', '<PATH> failed'],
  ['in /srv/app/run.py, line 12', 'in <PATH>, line <NUM>'],
  ['x/srv/a.pyc/b.py:3: bad', 'x<PATH>:<NUM>: bad'],
  ['Line 12 stays, 12 too', 'Line 12 stays, 12 too'],
  [`no 'name' and "other", but 'two words'`, `no <VAR> and <VAR>, but 'two words'`],
  ['at 0xFFee', 'at 0x<HEX>'],
  ['http://h/1 404', 'http://h/1 404'],
  ['/.py and /a.py', '/.py and <PATH>'],
])('%s', (message, normalised) => {
  expect(autopackNormalised(message)).toBe(normalised)
})

test('the signature is the beginning of a SHA-256', () => {
  const whole = createHash('sha256').update('in <PATH>').digest('hex')
  expect(autopackSignature('in /a.py')).toBe(whole.slice(0, 16))
})
