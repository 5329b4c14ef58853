import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedOriginals, namedTime, replayKeyOf, replayRange } from './replay-names'

const AT = new Date('2026-03-01T09:08:07.654Z')

describe('the name of a replay', () => {
  it('is that of its original and the second', () => {
    expect(replayKeyOf('build-7', AT)).toBe('build-7-replay-20260301-090807')
  })

  it.each([
    ['build-7-replay-20260301-090807', ['build-7']],
    ['a-replay-20260101-000000-replay-20260102-000000', ['a-replay-20260101-000000', 'a']],
    ['build-7', []],
    ['-replay-20260301-090807', []],
    ['build-7-replay-2026031-090807', []],
    ['build-7-replay-20260301-090807-2', []],
    ['build-7-replay-20260301-090807\n', []],
    ['zwei\nZeilen/„x“#1-replay-20260301-090807', ['zwei\nZeilen/„x“#1']],
    ['', []],
  ])('%j is that of %j', (name, originals) => {
    expect(namedOriginals(name)).toEqual(originals)
  })

  it('of a chain without end is read to a depth, and in time', () => {
    expect(namedOriginals(`a${'-replay-20260101-000000'.repeat(5_000)}`)).toHaveLength(20)
  })

  it.each([
    ['a-replay-20260301-090807', '2026-03-01T09:08:07.000Z'],
    ['a-replay-20260231-090807', null],
    ['a-replay-20260301-990807', null],
    ['a', null],
  ])('%s says when: %s', (name, time) => {
    expect(namedTime(name)).toBe(time)
  })

  it('leads back to the original, and stands in its range, whatever the original is called', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.date({ min: new Date(0), max: AT, noInvalidDate: true }),
        (id, at) => {
          const name = replayKeyOf(id, at)
          const { after, before } = replayRange(id)
          expect(namedOriginals(name)[0]).toBe(id)
          expect(name > after && name < before).toBe(true)
          expect(namedTime(name)?.slice(0, 19)).toBe(at.toISOString().slice(0, 19))
        },
      ),
    )
  })
})
