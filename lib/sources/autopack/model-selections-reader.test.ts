import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { REAL_DATA } from '@/lib/testing/test-db'
import { modelSelectionsReader } from './model-selections-reader'

const line = {
  timestamp: '2025-11-30T12:08:33.604431',
  phase_id: 'low-easy-task',
  role: 'builder',
  model: 'gpt-4o-mini',
  original_complexity: 'low',
  effective_complexity: 'low',
  attempt_index: 0,
  escalation_info: { model_escalation_reason: 'routing_policy:docs' },
}
const read = (value: unknown) => {
  const result = modelSelectionsReader.open({ state: null, path: '' }).readLine(value, 7, 0)
  return 'records' in result ? result.records : result
}

test('a line is one event by its content, with its phase and without a run', () => {
  expect(read(line)).toMatchObject([
    {
      kind: 'event',
      type: 'model_selection',
      runKey: null,
      phaseKey: 'low-easy-task',
      at: '2025-11-30T12:08:33.604Z',
      title: 'builder: gpt-4o-mini',
      detail: 'routing_policy:docs',
      ref: 'line 7',
      flags: [],
    },
  ])
  const key = (value: unknown) => JSON.stringify(read(value)).match(/"eventKey":"(\w+)"/)?.[1]
  expect(key(Object.fromEntries(Object.entries(line).reverse()))).toBe(key(line))
  expect(key({ ...line, attempt_index: 1 })).not.toBe(key(line))
})

test('only lines with its keys are taken for it', () => {
  expect(modelSelectionsReader.detect(line)).toEqual({ systemVersion: 'model selections' })
  expect(modelSelectionsReader.detect({ timestamp: 'x', role: 'user', model: 'm' })).toBeNull()
  expect(modelSelectionsReader.detect([line])).toBeNull()
  expect(modelSelectionsReader.detect(null)).toBeNull()
})

test('ugly lines are rejected with a reason or flagged', () => {
  expect(read('text')).toEqual({ rejected: 'not an object' })
  expect(read({ ...line, model: 5 })).toEqual({ rejected: 'no model is named' })
  expect(read({ ...line, timestamp: 'soon', phase_id: null })).toMatchObject([
    { at: null, phaseKey: null, flags: ['time_unreadable'] },
  ])
})

test.skipIf(!REAL_DATA)('all real lines are read: 3,647', () => {
  const folder = path.join(REAL_DATA ?? '', 'seeds/autopack/model_selections')
  const lines = readdirSync(folder).flatMap((name) => readFileSync(path.join(folder, name), 'utf8').trim().split('\n'))
  const events = lines.flatMap((text) => {
    const records = read(JSON.parse(text))
    return Array.isArray(records) ? records : []
  })
  expect(events).toHaveLength(3_647)
  expect(events.every((event) => event.flags.length === 0)).toBe(true)
})
