import { expect, it } from 'vitest'
import { makeSession } from '@/lib/testing/make-run'
import { sessionTree } from './session-tree'

it('adds children to their parents and leaves unknown unknown', () => {
  const tree = sessionTree([
    makeSession({ id: 'leaf', parentId: 'mid', tokens: 5 }),
    makeSession({ id: 'root' }),
    makeSession({ id: 'mid', parentId: 'root', tokens: 2 }),
    makeSession({ id: 'quiet', parentId: 'root' }),
  ])
  expect(tree.map(({ session, depth, own, children, sum }) => [session.id, depth, own, children, sum])).toEqual([
    ['root', 0, null, 7, 7],
    ['mid', 1, 2, 5, 7],
    ['leaf', 2, 5, null, 5],
    ['quiet', 1, null, null, null],
  ])
})

it('loses no session to a missing parent, to itself or to a circle', () => {
  const tree = sessionTree([
    makeSession({ id: 'lost', parentId: 'gone' }),
    makeSession({ id: 'self', parentId: 'self' }),
    makeSession({ id: 'a', parentId: 'b', tokens: 1 }),
    makeSession({ id: 'b', parentId: 'a', tokens: 2 }),
  ])
  expect(tree.map(({ session }) => session.id).sort()).toEqual(['a', 'b', 'lost', 'self'])
})
