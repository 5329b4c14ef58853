import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeArm } from '@/lib/testing/make-arm'
import type { Arm, ArmFacts } from './arm-facts'
import { checkPair, type PairRules } from './check-pair'
import { type Fact, known, notApplicable, unknown } from './fact'
import { FIELD_NAMES } from './fields'
import { CHECK_LEVELS } from './levels'

const HOSTILE = [
  '__proto__',
  '\u001b[31m',
  '<img src=x onerror=1>',
  '\u202e',
  '',
  ' ',
  'a\nb',
  '\ud800',
  'x'.repeat(5_000),
]
const text = fc.oneof(fc.constantFrom('a', 'b', ...HOSTILE), fc.string({ maxLength: 8 }))
const factOf = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Fact<T>> =>
  fc.oneof(
    value.map((each) => known(each, 'row')),
    fc.constant(unknown('a table')),
    fc.constant(notApplicable('it cannot')),
  )
const amount = factOf(fc.oneof(fc.nat(), fc.double({ min: 0, noNaN: true }), fc.constantFrom(-1, Number.MAX_VALUE)))
const status = fc.constantFrom('succeeded', 'failed', 'running', 'unknown', 'skipped', 'stopped', 'partial')

const arm: fc.Arbitrary<ArmFacts> = fc
  .record({
    runId: fc.constantFrom('autopack:a', 'synth:b', '__proto__', '\u001b[2J'),
    status: fc.record({ stated: status, derived: status, evidence: text }),
    cause: factOf(fc.constantFrom('infra', 'agent', 'quality', 'lost', 'unknown')),
    fields: fc.record(Object.fromEntries(FIELD_NAMES.map((name) => [name, factOf(text)]))),
    drift: factOf(fc.array(text, { maxLength: 2 })),
    phases: amount,
    items: amount,
    start: factOf(fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', 'never')),
    effort: fc.record({ tokens: amount, cost: amount, rollouts: amount, seconds: amount, attempts: amount }),
    tokenData: factOf(fc.constantFrom('all', 'part')),
    reruns: factOf(fc.array(text, { maxLength: 12 })),
    supersededBy: factOf(fc.option(text)),
  })
  .map((values) => makeArm(values.runId, values as Partial<ArmFacts>))
const anyArm: fc.Arbitrary<Arm> = fc.oneof(
  { weight: 9, arbitrary: arm },
  { weight: 1, arbitrary: fc.constant({ runId: 'x', missing: true } as const) },
)
const rules: fc.Arbitrary<PairRules> = fc.record({
  varied: fc.subarray([...FIELD_NAMES], { maxLength: 2 }),
  mode: fc.constantFrom('strict', 'lenient'),
  calibration: fc.boolean(),
})

it('swapping the arms mirrors every check and changes no verdict', () => {
  fc.assert(
    fc.property(anyArm, anyArm, rules, (a, b, how) => {
      const [one, other] = [checkPair(a, b, how), checkPair(b, a, how)]
      expect(other.valid).toBe(one.valid)
      expect(other.withheld).toEqual(one.withheld)
      const mirrored = other.checks.map(({ name, level, control, treatment, evidence }) => ({
        ...{ name, level, control: treatment, treatment: control },
        evidence: { control: evidence.treatment, treatment: evidence.control },
      }))
      expect(mirrored).toEqual(
        one.checks.map(({ name, level, control, treatment, evidence }) => ({
          name,
          level,
          control,
          treatment,
          evidence,
        })),
      )
    }),
  )
})

it('no value throws, makes a long or broken sentence, or a pair valid that a strict reading refuses', () => {
  fc.assert(
    fc.property(anyArm, anyArm, rules, (a, b, how) => {
      const { valid, checks } = checkPair(a, b, how)
      for (const { level, detail, control, treatment } of checks) {
        expect(CHECK_LEVELS).toContain(level)
        expect(detail).toMatch(/^[^\n]+\.$/)
        expect(detail.length).toBeLessThan(5_000)
        for (const value of [control, treatment]) expect((value ?? '').length).toBeLessThan(300)
      }
      if (how.mode === 'strict' && valid) expect(checkPair(a, b, { ...how, mode: 'lenient' }).valid).toBe(true)
    }),
  )
})

it('an arm against itself under another id is identical, whatever it holds', () => {
  fc.assert(
    fc.property(arm, rules, (one, how) => {
      const names = checkPair(one, { ...one, runId: 'another' }, { ...how, calibration: false, varied: [] })
        .checks.filter(({ level }) => level === 'error')
        .map(({ name }) => name)
      expect(names).toContain('identical_arms')
    }),
  )
})
