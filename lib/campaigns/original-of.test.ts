import { describe, expect, it } from 'vitest'
import { askedIds, originalOf } from './original-of'

const run = (nativeId: string, replayOf: string | null = null, instanceId = 'autopack') => ({
  ...{ id: `${instanceId}:${nativeId}`, instanceId, nativeId, replayOf },
})
const R1 = '-replay-20260101-000000'
const R2 = '-replay-20260102-000000'

describe('what a run repeats', () => {
  it.each([
    ['by its name', run(`a${R1}`), ['autopack:a'], { id: 'autopack:a', by: 'name' }],
    ['nothing, if no such run is there', run(`a${R1}`), [], null],
    ['nothing of another instance', run(`a${R1}`, null, 'autopack@b'), ['autopack:a'], null],
    [
      'the longest name that is there',
      run(`a${R1}${R2}`),
      ['autopack:a', `autopack:a${R1}`],
      { id: `autopack:a${R1}` },
    ],
    ['the one before, if that is not there', run(`a${R1}${R2}`), ['autopack:a'], { id: 'autopack:a' }],
    ['by its record, an id of its own', run('x', 'a', 'pitwall'), ['pitwall:a'], { id: 'pitwall:a', by: 'field' }],
    ['by its record, any id', run('x', 'autopack:a', 'pitwall'), ['autopack:a'], { id: 'autopack:a', by: 'field' }],
    ['its own fleet before others', run('x', 'b:c', 'a'), ['a:b:c', 'b:c'], { id: 'a:b:c' }],
    ['its record before its name', run(`a${R1}`, 'b'), ['autopack:a', 'autopack:b'], { id: 'autopack:b' }],
    ['nothing by name, if its record names a run nobody has', run(`a${R1}`, 'gone'), ['autopack:a'], null],
    ['never itself', run('a', 'a'), ['autopack:a'], null],
    ['nothing, by default', run('a'), ['autopack:a'], null],
  ])('%s', (_, repeat, known, original) => {
    const found = originalOf(repeat, (id) => (known as string[]).includes(id))
    if (original === null) expect(found).toBeNull()
    else expect(found).toMatchObject(original)
    // Whoever looks up these ids knows enough.
    for (const id of found ? [found.id] : []) expect(askedIds(repeat)).toContain(id)
  })
})
