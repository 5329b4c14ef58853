import { describe, expect, it } from 'vitest'
import { makeRunSummary } from '@/lib/testing/make-run'
import { byWeight, flagTone } from './flag-tone'
import { runLines } from './run-lines'

const run = (id: string, attention: number) => makeRunSummary({ id, attention })
const keys = (lines: ReturnType<typeof runLines>) => lines.map((line) => line.key)

describe('lines of the list', () => {
  it('put what needs someone under its own heading, each in the order given', () => {
    const lines = runLines([run('a', 2), run('b', 1), run('c', 0)], true)
    expect(keys(lines)).toEqual(['group needs', 'a', 'b', 'group rest', 'c'])
  })

  it('have no heading where there is nothing to set apart, and none on later pages', () => {
    expect(keys(runLines([run('c', 0)], true))).toEqual(['c'])
    expect(keys(runLines([run('a', 2), run('c', 0)], false))).toEqual(['a', 'c'])
    expect(keys(runLines([run('a', 2)], true))).toEqual(['group needs', 'a'])
    expect(runLines([], true)).toEqual([])
  })
})

describe('flags', () => {
  it('are told with the weightiest first; an unknown one is taken seriously', () => {
    const names = ['schema_older', 'from_a_later_version', 'over_cap', 'missing_end']
    expect(byWeight(names.map((name) => ({ name }))).map(({ name }) => name)).toEqual([
      'over_cap',
      'from_a_later_version',
      'missing_end',
      'schema_older',
    ])
    expect(flagTone('from_a_later_version')).toBe('warn')
  })
})
