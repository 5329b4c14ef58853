import { expect, test } from 'vitest'
import { BLANK_EVENT } from './blank-records'
import { inBatches, notUnderstood, rejection, type Yielded } from './document-batches'

const event = (index: number): Yielded => ({ ...BLANK_EVENT, eventKey: `e${index}`, type: 't', title: 't', ref: 'r' })
const events = (count: number) => Array.from({ length: count }, (_, index) => event(index))

test('a broken reading goes on after its last batch, and nothing comes twice', () => {
  const whole = [...inBatches(events(2_500), null)]
  expect(whole.map(({ records }) => records.length)).toEqual([1_000, 1_000, 500])
  expect(whole.at(-1)?.done).toBe(1)
  const rest = [...inBatches(events(2_500), whole[0]?.cursor)]
  expect(rest.flatMap(({ records }) => records)).toEqual(whole.slice(1).flatMap(({ records }) => records))
  expect([...inBatches(events(2_500), whole.at(-1)?.cursor)].flatMap(({ records }) => records)).toEqual([])
})

test('a cursor that is none begins anew', () => {
  for (const cursor of [undefined, 'x', {}, Number.NaN, -3]) {
    expect([...inBatches(events(3), cursor)].flatMap(({ records }) => records)).toHaveLength(3)
  }
})

test('nothing at all is one empty batch, so that the reading ends', () => {
  expect([...inBatches([], null)]).toEqual([
    { records: [], rejected: [], unparsed: [], dropped: [], cursor: 0, done: 1 },
  ])
})

test('what is left out a million times is told ten thousand times, and counted to the end', () => {
  const all = [
    ...inBatches(
      Array.from({ length: 12_345 }, () => rejection('p'.repeat(1_000), 'no')),
      null,
    ),
  ]
  const rejected = all.flatMap((batch) => batch.rejected)
  expect(rejected).toHaveLength(10_001)
  expect(rejected[0]?.place).toHaveLength(200)
  expect(rejected.at(-1)?.reason).toBe('2,345 more records like the last ones')
})

test('the same thing not understood, or left out by the same rule, is one line with its count', () => {
  const dropped = { dropped: [{ rule: 'twice', events: 1, tokens: 5n }] }
  const unknown = notUnderstood('unknown-record-type', 'x', null)
  const [batch] = inBatches([unknown, dropped, unknown, dropped], null)
  expect(batch?.unparsed).toEqual([{ kind: 'unknown-record-type', name: 'x', count: 2, sample: null }])
  expect(batch?.dropped).toEqual([{ rule: 'twice', events: 2, tokens: 10n }])
})

test('how far a reading has come never goes back', () => {
  const pieces = [0.5, 0.2].flatMap((done): Yielded[] => [...events(1_000), { done }])
  const shares = [...inBatches(pieces, null)].map(({ done }) => done)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
})
