import path from 'node:path'
import { expect, test } from 'vitest'
import { importPeak } from '@/lib/testing/import-peak'
import { writeLargeTranscript } from '@/lib/testing/large-transcript'
import { testFolder } from '@/lib/testing/test-db'

// The long form, with files of 2 GB: npm run prove:memory
test('what an import holds in memory does not grow with the rows of a session', { timeout: 240_000 }, async () => {
  const folder = testFolder()
  const file = path.join(folder, 'session.jsonl')
  const responses = writeLargeTranscript(file, 'failing-calls', 100e6)
  const { peakKb, events } = await importPeak(file, `file:${path.join(folder, 'pitwall.db')}`)
  expect(events).toBe(responses)
  expect(peakKb).toBeLessThan(300_000)
})
