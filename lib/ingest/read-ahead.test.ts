import { describe, expect, test } from 'vitest'
import { ReadAhead } from './read-ahead'

describe('reading ahead', () => {
  test('gives everything once and in order, begun or not', async () => {
    const ahead = new ReadAhead([1, 2, 3])
    ahead.begin()
    ahead.begin()
    expect([await ahead.take(), await ahead.take()]).toEqual([1, 2])
    ahead.begin()
    expect([await ahead.take(), await ahead.take(), await ahead.take()]).toEqual([3, null, null])
  })

  test('begins the next one only when told, and never two', async () => {
    const made: number[] = []
    async function* source() {
      for (let n = 1; n <= 3; n += 1) {
        made.push(n)
        yield n
      }
    }
    const ahead = new ReadAhead(source())
    expect(made).toEqual([])
    await ahead.take()
    expect(made).toEqual([1])
    ahead.begin()
    await Promise.resolve()
    expect(made).toEqual([1, 2])
  })

  test('tells a failure when its turn has come, not before', async () => {
    const ahead = new ReadAhead(
      (function* () {
        yield 1
        throw new Error('the disk failed')
      })(),
    )
    expect(await ahead.take()).toBe(1)
    ahead.begin()
    await expect(ahead.take()).rejects.toThrow('the disk failed')
  })
})
