import type { ArmFacts } from '@/lib/validity/arm-facts'
import { known } from '@/lib/validity/fact'
import type { FieldName } from '@/lib/validity/fields'

/** What every field holds unless a test says otherwise. */
const VALUES: Record<FieldName, string> = {
  commit: '1111111111aaaaaaaaaabbbbbbbbbbcccccccccc',
  model_map: '{"builder":"claude-sonnet-4-5"}',
  observed_models: 'claude-sonnet-4-5',
  configuration: 'builder',
  plan: '3 phases, hash 0a',
  item_set: '12 items, hash 0b',
  seeds: '7',
  budget: '{"tokens":300000}',
  prices: 'table-1',
  switches: '{"intention_context":false}',
  judge: 'auditor',
  tool_versions: '2.0.1',
}

/** An arm of which everything is known, and nothing is wrong. */
export function makeArm(runId: string, values: Partial<ArmFacts> = {}): ArmFacts {
  const fields = Object.entries(VALUES).map(([name, value]) => [name, known(value, `runs #${runId}`)])
  return {
    runId,
    status: { stated: 'succeeded', derived: 'succeeded', evidence: `runs #${runId}` },
    cause: { state: 'not_applicable', because: 'it did not fail' },
    fields: { ...(Object.fromEntries(fields) as ArmFacts['fields']), ...values.fields },
    drift: known([], 'usage'),
    phases: known(3, 'phases'),
    items: known(12, 'results'),
    start: known('2026-01-02T03:00:00.000Z', 'runs'),
    effort: {
      tokens: known(1_000, 'usage'),
      cost: known(2e12, 'usage'),
      rollouts: known(10, 'runs'),
      seconds: known(60, 'runs'),
      attempts: known(4, 'attempts'),
    },
    tokenData: known('all', 'usage'),
    reruns: known([], 'jobs'),
    supersededBy: known(null, 'jobs'),
    ...Object.fromEntries(Object.entries(values).filter(([name]) => name !== 'fields')),
  }
}

/** The same arm with one field replaced. */
export const withField = (arm: ArmFacts, name: FieldName, fact: ArmFacts['fields'][FieldName]): ArmFacts => ({
  ...arm,
  fields: { ...arm.fields, [name]: fact },
})
