import { describe, expect, it } from 'vitest'
import { type Check, check } from '@/lib/validity/check'
import { forMetric, joinChecks } from './join-checks'

const checked = (checks: Check[], valid: boolean, reason: string | null = null) => ({
  ...{ checks, valid, overriddenFor: reason === null ? null : { reason, id: `of ${reason}` } },
})
const commit = (level: Check['level'], detail: string) => check('commit', level, detail)

describe('the checks of many pairs of runs', () => {
  it('of none say nothing, which is not valid', () => {
    expect(joinChecks([], 'strict')).toEqual({ valid: null, override: null, checks: [] })
  })

  it('show the gravest finding of each check with how many pairs it concerns', () => {
    const joined = joinChecks(
      [
        checked([commit('ok', 'the same'), check('final', 'ok', 'ended')], true),
        checked([commit('error', 'a and b'), check('final', 'ok', 'ended')], false),
        checked([commit('unknown', 'not recorded'), check('final', 'ok', 'ended')], false),
      ],
      'strict',
    )
    expect(joined).toMatchObject({ valid: false, override: null })
    expect(joined.checks.map(({ name, level, detail }) => [name, level, detail])).toEqual([
      ['commit', 'error', '1 of 3 pairs of runs: a and b'],
      ['final', 'ok', 'ended'],
    ])
  })

  it('go on with a reason only when every refused pair has one', () => {
    const refused = (reason: string | null) => checked([commit('error', 'a and b')], false, reason)
    expect(joinChecks([refused('known'), refused(null)], 'strict').override).toBeNull()
    expect(joinChecks([refused('known'), checked([], true)], 'strict')).toMatchObject({
      ...{ valid: false, override: { reason: 'known', ids: ['of known'] } },
    })
    expect(joinChecks([checked([], true)], 'strict')).toMatchObject({ valid: true, override: null })
  })

  it('that concern tokens alone refuse a comparison of tokens, and warn of them in any other', () => {
    const found = {
      valid: true,
      checks: [{ ...check('token_data', 'error', 'not recorded'), only: 'tokens' as const }],
    }
    expect(forMetric(found, true)).toMatchObject({ valid: false, checks: [{ level: 'error' }] })
    expect(forMetric(found, false)).toMatchObject({ valid: true, checks: [{ level: 'warning' }] })
  })
})
