import { expect, it } from 'vitest'
import { KeptAnswers, lastSeq } from './kept-answers'

const again = (kept: KeptAnswers) => {
  const copy = new KeptAnswers()
  for (const line of kept.lines()) copy.take(line)
  return copy
}

it('keeps each element once, by its number or by what it says', () => {
  const kept = new KeptAnswers()
  expect(kept.add('events', [{ seq: 0 }, { seq: 1 }, { seq: 1, late: true }]).added).toBe(2)
  expect(kept.add('events', [{ seq: 1 }, { type: 'a' }, { type: 'a' }, 'text', 'text']).added).toBe(2)
  expect(kept.add('events', [{ seq: 0 }])).toEqual({ line: null, added: 0 })
  const point = { name: 'score', step: 0, value: 1 }
  expect(kept.add('points', [point, { ...point, run_id: 'r' }, { ...point, step: 1 }, point]).added).toBe(3)
  expect(kept.count('points')).toBe(3)
})

it('reads back what it wrote, and leaves out lines that are broken or of something else', () => {
  const kept = new KeptAnswers()
  kept.set('job', { id: '__proto__', __proto__: { x: 1 } })
  kept.set('runs', null)
  kept.set('job', { id: 'second' })
  kept.add(
    'events',
    Array.from({ length: 1_201 }, (_, seq) => ({ seq })),
  )
  const copy = again(kept)
  for (const line of ['{"part":"job","val', '7', '{"part":7}', 'null', '{"part":"events","items":{}}']) copy.take(line)
  expect(copy.value('job')).toEqual({ id: 'second' })
  expect(copy.count('events')).toBe(1_201)
  expect([...copy.lines()]).toEqual([...kept.lines()])
})

it('says whether a value is another one than before', () => {
  const kept = new KeptAnswers()
  expect(kept.set('job', { a: 1 })).toContain('"a":1')
  expect(kept.set('job', { a: 1 })).toBeNull()
  expect(kept.set('job', { a: 2 })).not.toBeNull()
})

it('goes on from the highest number, and from none where there is none', () => {
  expect(lastSeq([{ seq: 4 }, { seq: 9 }, { seq: 2 }, {}, null, { seq: 'x' }, { seq: 1e300 }])).toBe(9)
  expect(lastSeq([{ seq: 0 }])).toBe(0)
  expect(lastSeq([{}, 'x'])).toBeNull()
})
