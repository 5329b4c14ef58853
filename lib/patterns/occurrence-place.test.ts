import { describe, expect, test } from 'vitest'
import { occurrencePlace, placeText } from './occurrence-place'

describe('the place of an occurrence', () => {
  const at = { id: 'a/b#c?', runId: 'run:1', sessionId: null, entryId: null }
  test('is the entry of its transcript where there is one', () => {
    const place = occurrencePlace({ ...at, sessionId: 's:1', entryId: 's:1#entry:9' }, 'own')
    expect(place).toBe('/sessions/s%3A1?entry=s%3A1%23entry%3A9&fleet=own')
  })
  test('is its line among the failures of the run, else the run or the session', () => {
    expect(occurrencePlace(at, 'sample')).toBe('/runs/run%3A1?failure=a%2Fb%23c%3F&fleet=sample#failures')
    expect(occurrencePlace({ runId: 'run:1' }, 'own')).toBe('/runs/run%3A1?fleet=own')
    expect(occurrencePlace({ id: 'x', sessionId: 's:1' }, 'own')).toBe('/sessions/s%3A1?fleet=own')
    expect(occurrencePlace({ id: 'x', runId: null, sessionId: null }, 'own')).toBeNull()
  })
})

test.each([
  ['/logs/build.log', 'line 7455', 'build.log:7455'],
  ['C:\\logs\\build.log', 'lines 7 to 9', 'build.log:7'],
  ['/logs/build.log', null, 'build.log'],
  ['/data/fleet.db', 'phases id=3', 'fleet.db phases id=3'],
  ['/', 'line 1', '/:1'],
])('%s %s is shown as %s%s', (path, ref, text) => expect(placeText(path, ref)).toBe(text))
