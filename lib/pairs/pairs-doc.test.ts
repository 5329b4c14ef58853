import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { makeArm } from '@/lib/testing/make-arm'
import { checkPair } from '@/lib/validity/check-pair'
import { FIELD_NAMES, fieldOf } from '@/lib/validity/fields'

const doc = readFileSync(path.resolve(import.meta.dirname, '../../docs/pairs.md'), 'utf8')

test.each(FIELD_NAMES)('docs/pairs.md has the row of %s', (name) => {
  const { about, covers = [] } = fieldOf(name)
  const brings = covers.map((each) => `\`${each}\``).join(', ')
  expect(doc).toContain(`| \`${name}\` | ${about} | ${brings === '' ? '' : `${brings} `}|`)
})

test('docs/pairs.md names every check', () => {
  const { checks } = checkPair(makeArm('a'), makeArm('b'), { varied: [], mode: 'strict', calibration: false })
  for (const { name } of checks) expect(doc).toContain(`\`${name}\``)
})
