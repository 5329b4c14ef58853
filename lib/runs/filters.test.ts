import { describe, expect, it } from 'vitest'
import { dayBefore, endOfDay, filterChips } from './filter-chips'
import { change, isFiltered, parseRunsView, resetFilters, runQuery, runsHref } from './filters'
import { filtersOfView, RUN_VIEWS, viewOf } from './views'

const parse = (search: string) => parseRunsView(Object.fromEntries(new URLSearchParams(search)))
const filtersOf = (search: string) => parse(search).filters

describe('the address of the runs page', () => {
  it('reads back to the same filters it was written from', () => {
    const search =
      'system=autopack&status=failed&statusSource=running&cause=infra&flag=over_cap&conflict=true&attention=false' +
      '&orphan=false&project=a%2Fb&model=gpt-4o&jobId=x%22y%27&q=%23%25&from=2025-11-17&to=2025-12-27&sort=tokens&limit=200'
    const filters = filtersOf(search)
    const again = filtersOf(new URLSearchParams(runQuery(filters)).toString())
    expect(again).toEqual(filters)
    expect(Object.keys(runQuery(filters))).toHaveLength(16)
  })

  it('falls back field by field and never throws a page away', () => {
    const { filters } = parse(
      'status=exploded&sort=DROP&limit=9999&conflict=maybe&from=2025-13-01&model=gpt-4o&unknown=1',
    )
    expect(runQuery(filters)).toEqual({ model: 'gpt-4o' })
  })

  it('takes the first of repeated fields', () => {
    expect(parseRunsView({ q: ['one', 'two'], status: [] }).filters.q).toBe('one')
  })

  it('writes nothing that is a default', () => {
    expect(runsHref(parse('limit=50&sort=attention&q='), 'own')).toBe('/runs?fleet=own')
  })

  it('keeps a position only beside a cursor', () => {
    expect(parse('skip=50').skip).toBe(0)
    expect(parse('skip=50&cursor=abc').skip).toBe(50)
    expect(parse('skip=-1&cursor=abc').skip).toBe(0)
  })

  it('starts from the first page when a filter or the order changes, and keeps the rest', () => {
    const next = change(filtersOf('cursor=abc&conflict=true&from=2025-11-17&limit=100'), { sort: 'cost' })
    expect(runQuery(next)).toEqual({ conflict: 'true', from: '2025-11-17', limit: '100', sort: 'cost' })
  })

  it('resets filters and leaves order and page size', () => {
    const filters = filtersOf('q=x&status=failed&sort=tokens&limit=100&cursor=abc')
    expect(isFiltered(filters)).toBe(true)
    expect(runQuery(resetFilters(filters))).toEqual({ sort: 'tokens', limit: '100' })
    expect(isFiltered(resetFilters(filters))).toBe(false)
  })
})

describe('views', () => {
  it('are the filters they set', () => {
    for (const view of RUN_VIEWS) expect(viewOf(filtersOfView(view, filtersOf('q=x'))).id).toBe(view.id)
  })

  it('stay current while more filters narrow them', () => {
    expect(viewOf(filtersOf('conflict=true&model=gpt-4o')).id).toBe('conflict')
    expect(viewOf(filtersOf('conflict=false')).id).toBe('all')
  })
})

describe('chips', () => {
  const chips = (search: string) => filterChips(filtersOf(search)).map(({ label, value }) => `${label} ${value}`)

  it('tell every filter that neither the tab nor the search box tells', () => {
    expect(chips('conflict=true&status=timed_out&q=hello&flag=missing_reason')).toEqual([
      'evidence says timed out',
      'flag is no reason',
    ])
  })

  it('name the last day that is inside, though the limit is the day after', () => {
    expect(chips('from=2025-11-17&to=2025-12-27')).toEqual(['from 17\u00a0Nov 2025 to 26\u00a0Dec 2025'])
    expect(endOfDay('2025-12-31')).toBe('2026-01-01T00:00:00.000Z')
    expect(dayBefore(endOfDay('2024-02-29'))).toBe('2024-02-29')
  })

  it('remove both ends of the time at once', () => {
    const [chip] = filterChips(filtersOf('from=2025-11-17T08:30Z&to=2025-12-27&model=m')).filter(
      ({ key }) => key === 'time',
    )
    expect(chip?.value).toContain('08:30')
    expect(runQuery(chip?.without ?? filtersOf(''))).toEqual({ model: 'm' })
  })
})
