import { expect, it } from 'vitest'
import { type MadeEntry, makeTranscript } from '@/lib/testing/make-session'
import { testDb } from '@/lib/testing/test-db'
import { compareRuns } from './compare-runs'

const CALLS = 8_000
const INPUT = 'look at /home/dev/shop/src/a.ts since 2026-01-01 '.repeat(20)

it('lets other requests through while it reads long transcripts', { timeout: 60_000 }, async () => {
  const { db } = await testDb()
  const entries = Array.from({ length: CALLS }, (_, index): MadeEntry[] => [
    { kind: 'tool_call', tool: 'Bash', callId: `c${index}`, text: JSON.stringify({ command: `ls ${index}`, INPUT }) },
    { kind: 'tool_result', callId: `c${index}`, text: 'ok', outcome: 'ok', attached: true },
  ]).flat()
  const [control, treatment] = [
    makeTranscript(db, { key: 'one', entries }),
    makeTranscript(db, { key: 'two', entries }),
  ]
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 1)
  const { transcripts } = await compareRuns({ db, fleet: 'own', now: new Date(0) }, { control, treatment })
  clearInterval(timer)
  expect(transcripts).toMatchObject({ state: 'same', matchedSteps: CALLS })
  expect(turns).toBeGreaterThan(CALLS / 200 / 2)
})
