import { expect, test } from 'vitest'
import { memoryFolder, readFolder } from '@/lib/testing/memory-source'
import { interllmOutputsReader } from './interllm-outputs-reader'
import { outputFiles } from './outputs-fixture'

const LISTED = [
  { number: '1', title: 'Shared structs', text: '# one' },
  { number: '10', title: 'Requests' },
  { number: '10', title: 'Lifetimes', text: '# three' },
]
const files = outputFiles(LISTED, Date.parse('2026-08-01T10:00:00Z'))
const read = (more: Record<string, string> = {}) =>
  readFolder(interllmOutputsReader, { ...files, ...more }, '/x/outputs')

test('the list as it stands, and which scenarios have their file', () => {
  const [job] = read().of('job')
  expect(job).toMatchObject({
    jobKey: 'input/ScenarioList.md',
    type: 'group',
    updatedAt: '2026-08-01T10:00:00.000Z',
    data: { outputDir: 'outputs', written: 2, todo: 3, results: false },
  })
  expect(job?.data['scenarios']).toEqual([
    { index: 0, number: '1', title: 'Shared structs', outputFile: 'scenario_001.md', written: true, bytes: 5 },
    { index: 1, number: '10', title: 'Requests', outputFile: 'scenario_002.md', written: false, bytes: null },
    { index: 2, number: '10', title: 'Lifetimes', outputFile: 'scenario_003.md', written: true, bytes: 7 },
  ])
})

test('any of its files makes the folder one thing; only a manifest makes it ours', () => {
  const { folderOf, detect } = interllmOutputsReader
  expect(
    ['scenario_001.md', 'todo_scenarios.txt', 'MASTER_RESULTS.md', 'notes.md'].map((name) =>
      folderOf(`/x/out/${name}`),
    ),
  ).toEqual(['/x/out', '/x/out', '/x/out', null])
  expect(detect(memoryFolder(files, '/x/out'))).toEqual({ systemVersion: 'outputs' })
  expect(detect(memoryFolder({ 'scenario_001.md': '#' }, '/x/out'))).toBeNull()
  expect(detect(memoryFolder({ 'scenario_manifest.json': '[]' }, '/x/out'))).toBeNull()
})

test('entries that are no scenarios are named', () => {
  const manifest = JSON.stringify({ source: 'a.md', generated_at: 'soon', scenarios: [1, { number: '1' }, null] })
  const { rejected, of } = read({ 'scenario_manifest.json': manifest })
  expect(rejected).toEqual([
    {
      line: null,
      place: 'scenario_manifest.json scenarios',
      reason: '2 entries are no scenarios, or more than are read',
    },
  ])
  expect(of('job')[0]).toMatchObject({ jobKey: 'a.md', updatedAt: null, flags: ['time_unreadable'] })
})
