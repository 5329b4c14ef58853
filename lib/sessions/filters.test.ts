import { describe, expect, it } from 'vitest'
import { change, isFiltered, parseSessionsView, resetFilters, sessionQuery, sessionsHref } from './filters'
import { filterChips, filtersOfView, SESSION_VIEWS, viewOf } from './views'

describe('the address of the sessions page', () => {
  it('falls back field by field when it is stale or made by hand', () => {
    const { filters, row, skip } = parseSessionsView({
      system: 'codex',
      status: 'nonsense',
      sort: 'x',
      limit: '9999',
      row: 'r',
      skip: '-3',
    })
    expect(sessionQuery(filters)).toEqual({ system: 'codex' })
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
    expect(sessionQuery(parseSessionsView(asked).filters)).toEqual(asked)
    expect(sessionsHref(parseSessionsView(asked), 'own')).toContain('model=a%2Fb')
  })

  it('drops the cursor when the question changes', () => {
    const { filters } = parseSessionsView({ cursor: 'abc', sort: 'tokens', nested: 'true' })
    expect(change(filters, { q: 'x' })).toMatchObject({ q: 'x', sort: 'tokens', nested: true })
    expect(change(filters, { q: 'x' }).cursor).toBeUndefined()
    expect(isFiltered(resetFilters(filters))).toBe(false)
  })

  it('names a view by its filter, and leaves that out of the chips', () => {
    for (const view of SESSION_VIEWS) {
      const filters = filtersOfView(view, parseSessionsView({}).filters)
      expect(viewOf(filters).id).toBe(view.id)
      expect(filterChips(filters)).toEqual([])
    }
    const { filters } = parseSessionsView({ failures: 'true', system: 'codex' })
    expect(filterChips(filters).map(({ value }) => value)).toEqual(['codex'])
  })
})
