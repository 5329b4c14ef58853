import { describe, expect, it } from 'vitest'
import { makeArm, withField } from '@/lib/testing/make-arm'
import type { ArmFacts } from './arm-facts'
import { checkPair, type PairRules } from './check-pair'
import { known, notApplicable, unknown } from './fact'
import { FIELD_NAMES, FIELDS, type FieldName } from './fields'

const STRICT: PairRules = { varied: [], mode: 'strict', calibration: false }
const control = makeArm('autopack:c')
const same = makeArm('autopack:t')
const other = (name: FieldName, value = 'something else') => withField(same, name, known(value, 'runs #t'))
const switched = other('switches')
const SWITCHES: PairRules = { ...STRICT, varied: ['switches'] }

/** The findings that are not in order, by name. */
const found = (a: Parameters<typeof checkPair>[0], b: Parameters<typeof checkPair>[1], rules: PairRules) =>
  checkPair(a, b, rules).checks.flatMap(({ name, level }) =>
    level === 'ok' || level === 'not_applicable' ? [] : [`${name} ${level}`],
  )
const checkOf = (name: string, ...args: Parameters<typeof checkPair>) =>
  checkPair(...args).checks.find((each) => each.name === name)

it('a pair that differs in nothing but what was declared is valid, and every check is in order', () => {
  const { valid, exploratory, withheld, checks } = checkPair(control, switched, SWITCHES)
  expect({ valid, exploratory, withheld }).toEqual({ valid: true, exploratory: false, withheld: [] })
  expect(checks.filter(({ level }) => level !== 'ok')).toEqual([])
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length)
})

describe.each(FIELD_NAMES)('%s', (field) => {
  const flipped = other(field)

  it('alone differing is its named error, and nothing else is', () => {
    const result = checkPair(control, flipped, STRICT)
    expect(result.valid).toBe(false)
    expect(result.checks.filter(({ level }) => level === 'error').map(({ name }) => name)).toEqual([field])
    const check = result.checks.find(({ name }) => name === field)
    expect(check).toMatchObject({ treatment: 'something else', evidence: { treatment: 'runs #t' } })
    expect(check?.detail).toContain(FIELDS[field].label)
    expect(check?.detail).toContain('treatment something else')
    expect(check?.detail).toContain(`control ${check?.control}`)
  })

  it('is an error also beside what was declared', () => {
    if (field === 'switches') return
    const both = withField(flipped, 'switches', known('other', 'runs #t'))
    expect(found(control, both, SWITCHES)).toEqual([`${field} error`])
    expect(checkPair(control, both, { ...SWITCHES, mode: 'lenient' }).valid).toBe(false)
  })

  it('alone differing is valid when it is what was declared', () => {
    expect(checkPair(control, flipped, { ...STRICT, varied: [field] })).toMatchObject({ valid: true })
    expect(found(control, flipped, { ...STRICT, varied: [field] })).toEqual([])
  })

  it('declared and equal is identical arms', () => {
    const result = checkPair(control, same, { ...STRICT, varied: [field] })
    expect(result.valid).toBe(false)
    expect(found(control, same, { ...STRICT, varied: [field] })).toEqual(['identical_arms error'])
  })

  it.each([
    ['on one side', control],
    ['on both', withField(control, field, unknown('the runs'))],
  ])('unknown %s refuses when strict, and is told when lenient', (_, a) => {
    const varied: FieldName[] = field === 'commit' ? ['switches'] : ['commit']
    const b = withField(other(varied[0] ?? 'commit'), field, unknown('the runs'))
    expect(checkPair(a, b, { ...STRICT, varied }).valid).toBe(false)
    expect(checkPair(a, b, { ...STRICT, varied, mode: 'lenient' }).valid).toBe(true)
    expect(found(a, b, { ...STRICT, varied })).toEqual([`${field} unknown`])
  })

  it('that neither format can have does not count, and cannot be what varies', () => {
    const varied: FieldName[] = field === 'commit' ? ['switches'] : ['commit']
    const none = notApplicable('a transcript has none')
    const [a, b] = [withField(control, field, none), withField(other(varied[0] ?? 'commit'), field, none)]
    expect(found(a, b, { ...STRICT, varied })).toEqual([])
    expect(checkOf(field, a, b, { ...STRICT, varied })).toMatchObject({ level: 'not_applicable', control: null })
    expect(found(a, b, { ...STRICT, varied: [field] })).toContain(`${field} error`)
  })

  it('that only one format can have is unknown: nobody can say that it was equal', () => {
    const b = withField(switched, field, notApplicable('a transcript has none'))
    expect(checkOf(field, control, b, { ...STRICT, varied: ['commit'] })).toMatchObject({ level: 'unknown' })
  })
})

describe('what belongs together', () => {
  it('models observed differ where the models asked for are what varies', () => {
    const b = withField(other('model_map'), 'observed_models', known('gpt-5', 'usage'))
    expect(found(control, b, { ...STRICT, varied: ['model_map'] })).toEqual([])
    expect(found(control, b, SWITCHES)).toEqual(['model_map error', 'observed_models error', 'identical_arms error'])
  })

  it('a configuration brings its models and versions, and nothing more', () => {
    const b = withField(other('configuration'), 'tool_versions', known('3', 'table'))
    expect(found(control, b, { ...STRICT, varied: ['configuration'] })).toEqual([])
    const seeded = withField(b, 'seeds', known('8', 'table'))
    expect(found(control, seeded, { ...STRICT, varied: ['configuration'] })).toEqual(['seeds error'])
  })

  it('a commit that is cut is the same commit', () => {
    expect(found(control, withField(switched, 'commit', known('1111111111AAAA', 'x')), SWITCHES)).toEqual([])
    expect(found(control, withField(switched, 'commit', known('111', 'x')), SWITCHES)).toEqual(['commit error'])
  })

  it('what the publisher of a table fixes counts, with that source', () => {
    const fixed = known('items of the table', 'jobs #t', 'fixed by the publisher of the table')
    const [a, b] = [withField(control, 'item_set', fixed), withField(other('configuration'), 'item_set', fixed)]
    const rules: PairRules = { ...STRICT, varied: ['configuration'] }
    expect(checkPair(a, b, rules).valid).toBe(true)
    expect(checkOf('item_set', a, b, rules)?.detail).toContain('fixed by the publisher of the table')
  })
})

describe('identical arms', () => {
  it('are refused, also when nothing was declared', () => {
    expect(found(control, same, STRICT)).toEqual(['identical_arms error'])
  })

  it('are what a calibration wants', () => {
    const calibration: PairRules = { ...STRICT, calibration: true }
    expect(checkPair(control, same, calibration)).toMatchObject({ valid: true, exploratory: false })
    expect(found(control, switched, calibration)).toEqual(['switches error'])
    expect(found(control, same, { ...calibration, varied: ['switches'] })).toEqual(['identical_arms error'])
  })
})

describe('the two runs', () => {
  it('that are missing or the same leave nothing else to check', () => {
    const missing = { runId: 'autopack:gone', missing: true } as const
    expect(found(control, missing, SWITCHES)).toEqual(['run_missing error'])
    expect(found(missing, missing, SWITCHES)).toEqual(['run_missing error', 'same_run error'])
    expect(found(control, control, SWITCHES)).toEqual(['same_run error'])
    expect(checkPair(control, missing, SWITCHES).checks[0]?.detail).toBe(
      'There is no such run: treatment autopack:gone.',
    )
  })

  it.each([
    ['running', 'running', false],
    ['queued', 'queued', false],
    ['waiting', 'waiting', false],
    ['interrupted', 'interrupted', false],
    ['skipped', 'skipped', false],
    ['unknown', 'unknown', null],
    ['unknown', 'running', false],
    ['running', 'failed', false],
    ['unknown', 'failed', true],
    ['failed', 'failed', true],
    ['partial', 'succeeded', true],
    ['timed_out', 'unknown', true],
  ] as const)('stated %s with evidence of %s: final is %s', (stated, derived, final) => {
    const status = { stated, derived, evidence: 'runs' }
    expect(checkOf('final', control, { ...switched, status }, SWITCHES)?.level).toBe(
      final === null ? 'unknown' : final ? 'ok' : 'error',
    )
    expect(checkOf('final', { ...control, status }, switched, SWITCHES)?.level).toBe(
      final === null ? 'unknown' : final ? 'ok' : 'error',
    )
  })

  it('that contradict their evidence are told', () => {
    const status = { stated: 'failed', derived: 'succeeded', evidence: 'runs' } as const
    expect(found(control, { ...switched, status }, SWITCHES)).toEqual(['status_conflict warning'])
  })

  it.each([
    ['infra', 'infrastructure error', false],
    ['config', 'evaluable error', false],
    ['cancelled', 'evaluable error', false],
    ['lost', 'evaluable error', false],
    ['unknown', 'evaluable warning', true],
    ['agent', null, true],
    ['quality', null, true],
  ] as const)('that ended because of %s', (cause, finding, valid) => {
    const status = { stated: 'failed', derived: 'failed', evidence: 'runs' } as const
    const failed = { status, cause: known(cause, 'failures #1') }
    for (const [a, b] of [
      [{ ...control, ...failed }, switched],
      [control, { ...switched, ...failed }],
    ] as const) {
      expect(found(a, b, SWITCHES)).toEqual(finding === null ? [] : [finding])
      expect(checkPair(a, b, SWITCHES).valid).toBe(valid)
    }
  })
})

describe('findings that refuse nothing', () => {
  const warn = (values: Partial<ArmFacts>) => {
    const result = checkPair(control, { ...switched, ...values }, SWITCHES)
    expect(result.valid).toBe(true)
    return found(control, { ...switched, ...values }, SWITCHES)
  }

  it('starts more than 24 hours apart', () => {
    expect(warn({ start: known('2026-01-03T03:00:00.000Z', 'runs') })).toEqual([])
    expect(warn({ start: known('2026-01-03T03:00:00.001Z', 'runs') })).toEqual(['start_gap warning'])
    expect(found(control, { ...switched, start: unknown('runs') }, SWITCHES)).toEqual(['start_gap unknown'])
  })

  it.each([
    ['tokens', 1_500, 1_501],
    ['cost', 3e12, 3.1e12],
    ['rollouts', 15, 28],
    ['seconds', 40, 39],
    ['attempts', 6, 0],
  ] as const)('%s: at most 1.5 times is equal effort, more is told', (name, equal, unequal) => {
    const effort = (value: number) => ({ effort: { ...switched.effort, [name]: known(value, 'x') } })
    expect(warn(effort(equal))).toEqual([])
    expect(warn(effort(unequal))).toEqual(['effort warning'])
  })

  it('no two zeros are unequal, and under a budget that varies effort may differ', () => {
    const effort = { ...control.effort, attempts: known(0, 'x') }
    expect(found({ ...control, effort }, { ...switched, effort }, SWITCHES)).toEqual([])
    const b = { ...other('budget'), effort: { ...effort, tokens: known(9e9, 'x') } }
    expect(checkOf('effort', control, b, { ...STRICT, varied: ['budget'] })?.level).toBe('not_applicable')
  })

  it('other numbers of phases or items, and fewer than five', () => {
    expect(warn({ phases: known(4, 'x') })).toEqual(['phase_count warning'])
    expect(warn({ items: known(11, 'x') })).toEqual(['item_count warning'])
    expect(warn({ items: known(4, 'x') })).toEqual(['item_count warning', 'enough warning'])
    const none = { items: notApplicable('none'), phases: notApplicable('none') }
    expect(found({ ...control, ...none }, { ...switched, ...none }, SWITCHES)).toEqual(['enough warning'])
    expect(found({ ...control, ...none }, { ...switched, ...none }, { ...SWITCHES, pairs: 5 })).toEqual([])
  })

  it('unknown tokens withhold token statistics and nothing else', () => {
    const b = { ...switched, tokenData: unknown('usage') }
    const result = checkPair(control, b, SWITCHES)
    expect(result).toMatchObject({ valid: true, withheld: ['tokens'] })
    expect(found(control, b, SWITCHES)).toEqual(['token_data error'])
    expect(warn({ tokenData: known('part', 'x') })).toEqual(['token_data warning'])
  })

  it('reruns, and the run that was reported instead', () => {
    expect(warn({ reruns: known(['autopack:t2', 'autopack:t3'], 'jobs') })).toEqual(['reruns warning'])
    expect(warn({ supersededBy: known('autopack:t3', 'jobs') })).toEqual(['superseded warning'])
    expect(
      checkOf('reruns', control, { ...switched, reruns: known(['autopack:t2'], 'j') }, SWITCHES)?.detail,
    ).toContain('autopack:t2')
  })
})

it('drift on one side is an error, alike on both a warning', () => {
  const drift = known(['gpt-5 → gpt-5-mini'], 'sessions')
  expect(found(control, { ...switched, drift }, SWITCHES)).toEqual(['model_drift error'])
  expect(found({ ...control, drift }, { ...switched, drift }, SWITCHES)).toEqual(['model_drift warning'])
  expect(found({ ...control, drift: unknown('x') }, { ...switched, drift }, SWITCHES)).toEqual(['model_drift error'])
  expect(found({ ...control, drift: unknown('x') }, switched, SWITCHES)).toEqual(['model_drift unknown'])
})

describe('an override', () => {
  const override = { reason: 'the only historic pair there is' }
  const unlike = other('commit')

  it('with a reason makes a refused pair exploratory, and leaves every finding as it is', () => {
    const result = checkPair(control, unlike, { ...STRICT, override })
    expect(result).toMatchObject({ valid: true, exploratory: true })
    expect(found(control, unlike, { ...STRICT, override })).toEqual([
      ...found(control, unlike, STRICT),
      'override warning',
    ])
  })

  it.each(['', '  \n'])('without a reason sets nothing aside: %j', (reason) => {
    const result = checkPair(control, unlike, { ...STRICT, override: { reason } })
    expect(result).toMatchObject({ valid: false, exploratory: false })
  })

  it('cannot make a result of a run that is missing, the same, not final, or killed by infrastructure', () => {
    const running = { ...switched, status: { stated: 'running', derived: 'running', evidence: 'runs' } as const }
    const killed = { ...switched, cause: known('infra' as const, 'failures') }
    for (const b of [{ runId: 'x', missing: true } as const, control, running, killed]) {
      expect(checkPair(control, b, { ...SWITCHES, override })).toMatchObject({ valid: false, exploratory: false })
    }
  })
})
