import { expect, test } from 'vitest'
import { jobStem } from './job-stem'

test.each([
  ['research-system-v29', 'research-system'],
  ['fileorg-p2-20251208p', 'fileorg-p2'],
  ['backend-fixes-v6-20251130', 'backend-fixes'],
  ['scope-smoke-20251206184302', 'scope-smoke'],
  ['run-20251207-01', 'run'],
  ['autopack-followups-v1-replay-20251221-101500', 'autopack-followups'],
  ['telemetry-test-single', 'telemetry-test-single'],
  ['build127-phase1-self-healing-governance', 'build127-phase1-self-healing-governance'],
  ['v3', 'v3'],
  ['-20251208', '-20251208'],
])('%s is a try at %s', (runKey, stem) => {
  expect(jobStem(runKey)).toBe(stem)
})

test('an id of megabytes is its own job, at once', () => {
  const id = '-20251208'.repeat(500_000)
  expect(jobStem(id)).toBe(id)
})
