import { describe, expect, it } from 'vitest'
import { LINES_RULE } from './schema'
import { noCopiesText } from './words'

describe('the words where no copy is listed', () => {
  it('never say that everything counts while lines of one session are left out', () => {
    expect(noCopiesText([])).toContain('Everything that is written counts')
    expect(noCopiesText([{ rule: LINES_RULE, events: 7, tokens: 345_406 }])).toBe(
      'No response stands in two sessions. Those that stand on several lines of one are under “one response written several times”.',
    )
  })
})
