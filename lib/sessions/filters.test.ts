import { describe, expect, it } from 'vitest'
import { filterChips } from './filter-chips'
import { SESSION_LIST } from './filters'
import { SESSION_TABS } from './tabs'

describe('the address of the sessions page', () => {
  it('falls back field by field when it is stale or made by hand', () => {
    const { filters, row, skip } = SESSION_LIST.parse({
      system: 'codex',
      status: 'nonsense',
      sort: 'x',
      limit: '9999',
      row: 'r',
      skip: '-3',
    })
    expect(SESSION_LIST.query(filters)).toEqual({ system: 'codex' })
    expect([row, skip]).toEqual(['r', 0])
  })

  it('comes back as it was written', () => {
    const asked = {
      system: 'codex',
      nested: 'false',
      failures: 'true',
      model: 'a/b',
      from: '2026-01-02',
      sort: 'cost',
      q: 'x y',
    }
    expect(SESSION_LIST.query(SESSION_LIST.parse(asked).filters)).toEqual(asked)
    expect(SESSION_LIST.href(SESSION_LIST.parse(asked), 'own')).toContain('model=a%2Fb')
  })

  it('drops the cursor when the question changes', () => {
    const { filters } = SESSION_LIST.parse({ cursor: 'abc', sort: 'tokens', nested: 'true' })
    expect(SESSION_LIST.change(filters, { q: 'x' })).toMatchObject({ q: 'x', sort: 'tokens', nested: true })
    expect(SESSION_LIST.change(filters, { q: 'x' }).cursor).toBeUndefined()
    expect(SESSION_LIST.isFiltered(SESSION_LIST.reset(filters))).toBe(false)
  })

  it('names a view by its filter, and leaves that out of the chips', () => {
    for (const tab of SESSION_TABS.tabs) {
      const filters = SESSION_TABS.filtersOf(tab, SESSION_LIST.parse({}).filters)
      expect(SESSION_TABS.tabOf(filters).id).toBe(tab.id)
      expect(filterChips(filters)).toEqual([])
    }
    const { filters } = SESSION_LIST.parse({ failures: 'true', system: 'codex' })
    expect(filterChips(filters).map(({ value }) => value)).toEqual(['codex'])
  })
})
