import path from 'node:path'
import { expect, test } from 'vitest'
import { smallFleet, writeAutopack } from '@/lib/testing/autopack-fixture'
import { proveKills } from '@/lib/testing/kill-proof'
import { testFolder } from '@/lib/testing/test-db'

test('an import killed at random moments and run again ends in the rows of an undisturbed one', {
  timeout: 240_000,
}, async () => {
  const folder = testFolder()
  const fleet = smallFleet()
  fleet['llm_usage_events'] = Array.from({ length: 4_000 }, (_, index) => ({
    id: index + 1,
    run_id: index % 3 === 0 ? 'gone' : 'build-a',
    phase_id: 'one',
    total_tokens: index,
    created_at: `2026-01-0${(index % 9) + 1} 0${index % 10}:00:00`,
  }))
  const file = writeAutopack(path.join(folder, 'autopack.db'), fleet)
  let step = 0
  const proof = await proveKills([file], folder, 4, () => [0.35, 0.5, 0.65, 0.8][step++ % 4] ?? 0.5)
  expect(proof.found).toEqual(proof.expected)
  expect(proof.met).toBeGreaterThan(0)
})
