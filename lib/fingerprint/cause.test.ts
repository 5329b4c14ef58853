import { expect, test } from 'vitest'
import { classifyFailure } from './cause'

const cause = (text: string, state: string | null = null, system = 'autopack') =>
  classifyFailure(text, { system, state }).cause

test.each([
  ['DELIVERABLES_VALIDATION_FAILED', 'quality'],
  ['DOCTOR_SKIP: PATCH_FAILED', 'quality'],
  ['MAX_ATTEMPTS_EXHAUSTED', 'agent'],
  ['INFRA_RETRY', 'infra'],
  ["ModuleNotFoundError: No module named 'x'", 'config'],
  ['run was stopped by the user', 'cancelled'],
  ['heartbeat lost', 'lost'],
  ['request timed out', 'infra'],
  ['TimeoutError: 30 s', 'infra'],
  ['AgentTimeoutError: Agent execution timed out after 900 seconds', 'agent'],
  ['agent_timeout', 'agent'],
  ['AgentSetupTimeoutError', 'infra'],
  ['the connection of the agent timed out', 'infra'],
  ['FAILED', 'unknown'],
  ['', 'unknown'],
])('%s is %s', (text, expected) => {
  expect(cause(text)).toBe(expected)
})

test('the state decides where the text does not, and only for its own system', () => {
  expect(cause('', 'DONE_FAILED_ENVIRONMENT')).toBe('infra')
  expect(cause('', 'DONE_FAILED_ENVIRONMENT', 'obra')).toBe('unknown')
  expect(cause('PATCH_FAILED', 'DONE_FAILED_ENVIRONMENT')).toBe('quality')
})

test('the evidence is the line that decided, never megabytes', () => {
  const verdict = classifyFailure(`first\n  Connection refused by peer  \n${'x'.repeat(5_000_000)}`, {
    system: 'autopack',
    state: null,
  })
  expect(verdict).toEqual({
    cause: 'infra',
    type: 'connection_refused',
    rule: 'connection_refused',
    evidence: 'Connection refused by peer',
  })
})
