import { describe, expect, test } from 'vitest'
import { summary } from '@/lib/testing/pattern-summary'
import { filterChips } from './filter-chips'
import { PATTERN_LIST } from './filters'
import { patternLines } from './pattern-lines'
import { readRuleChoice } from './rule-choice'
import { isView, readViews, VIEWS_MAX, viewFilters, withView } from './saved-views'
import { PATTERN_TABS, tabFilters, tabOf } from './tabs'

const filters = (query: Record<string, string>) => PATTERN_LIST.parse(query).filters

describe('the lanes of a list', () => {
  const rows = [summary('a'), summary('b'), summary('c', { lane: 'known', state: 'acknowledged' })]
  const kinds = (query: Record<string, string>) => patternLines(rows, filters(query)).map(({ kind }) => kind)

  test('have a heading each where all of them stand in the order of urgency, and nowhere else', () => {
    expect(kinds({})).toEqual(['group', 'pattern', 'pattern', 'group', 'pattern'])
    expect(kinds({ lane: 'triage' })).toEqual(['pattern', 'pattern', 'pattern'])
    expect(kinds({ sort: 'lastSeen' })).toEqual(['pattern', 'pattern', 'pattern'])
    expect(kinds({ state: 'new' })).toEqual(['pattern', 'pattern', 'pattern'])
  })

  test('are tabs that keep every other filter, since their counts follow it', () => {
    const told = PATTERN_TABS.find(({ id }) => id === 'told') ?? tabOf(filters({}))
    const next = tabFilters(filters({ cause: 'infra', cursor: 'x' }), told)
    expect(PATTERN_LIST.query(next)).toEqual({ lane: 'told', cause: 'infra' })
    expect(tabOf(next).id).toBe('told')
    expect(tabOf(filters({ lane: 'nonsense' })).id).toBe('all')
  })
})

test('a window is one chip, and goes as one', () => {
  const [chip, ...rest] = filterChips(filters({ from: '2026-08-01', to: '2026-08-08', lane: 'told' }))
  expect(rest).toEqual([])
  expect(chip).toMatchObject({ label: 'seen from' })
  expect(chip && PATTERN_LIST.query(chip.without)).toEqual({ lane: 'told' })
})

describe('saved views', () => {
  const infra = filters({ cause: 'infra', sort: 'lastSeen', cursor: 'x' })

  test('keep filters and order under a name, without the place in the list', () => {
    const views = withView([], ' Infra ', infra)
    expect(views).toEqual([{ name: 'Infra', query: { cause: 'infra', sort: 'lastSeen' } }])
    expect(readViews(JSON.stringify(views))).toEqual(views)
    expect(views.map((view) => isView(view, infra))).toEqual([true])
  })
  test('of the same name give way to the newest, and there is an end to their number', () => {
    const many = Array.from({ length: VIEWS_MAX + 5 }, (_, n) => `view ${n}`)
    const views = [...many, 'view 54'].reduce((all, name) => withView(all, name, infra), withView([], 'first', infra))
    expect(views).toHaveLength(VIEWS_MAX)
    expect(new Set(views.map(({ name }) => name)).size).toBe(VIEWS_MAX)
    expect(views.at(-1)?.name).toBe('view 54')
  })
  test.each([
    [null, 0],
    ['', 0],
    ['{"name":"x"}', 0],
    ['[{"name":"","query":{}},{"name":"ok","query":{}},{"name":"x","query":{"a":1}},null,7]', 1],
    [`[${'['.repeat(10_000)}`, 0],
  ])('in a damaged store %j are left out, the others stay', (text, count) => {
    expect(readViews(text)).toHaveLength(count)
  })
  test('with nonsense in them filter by what makes sense', () => {
    expect(
      PATTERN_LIST.query(viewFilters({ name: 'x', query: { cause: 'gremlins', lane: 'told', __proto__: 'x' } })),
    ).toEqual({
      lane: 'told',
    })
  })
})

describe('the form of a rule', () => {
  const empty = { template: '', system: '', title: '', errorType: '', cause: '', reason: '' } as const
  test.each(['', '  ', '<*>', '<*> : <*>', '# -'])('needs a word that does not differ: %j', (template) => {
    expect('faults' in readRuleChoice({ ...empty, template })).toBe(true)
  })
  test('says nothing of what is left empty', () => {
    const fields = { system: null, title: null, errorType: null, cause: null }
    expect(readRuleChoice({ ...empty, template: ' Failed <*> ', system: 'nobody' })).toEqual({
      rule: { template: 'Failed <*>', ...fields },
    })
    expect(readRuleChoice({ ...empty, template: 'Failed', cause: 'infra', reason: 'same root' })).toEqual({
      rule: { template: 'Failed', ...fields, cause: 'infra', reason: 'same root' },
    })
  })
})
