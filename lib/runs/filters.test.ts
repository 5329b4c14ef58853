import { describe, expect, it } from 'vitest'
import { dayBefore, endOfDay } from '@/lib/lists/time-span'
import { filterChips } from './filter-chips'
import { RUN_LIST } from './filters'
import { RUN_TABS } from './tabs'

const parse = (search: string) => RUN_LIST.parse(Object.fromEntries(new URLSearchParams(search)))
const filtersOf = (search: string) => parse(search).filters

describe('the address of the runs page', () => {
  it('reads back to the same filters it was written from', () => {
    const search =
      'system=autopack&status=failed&statusSource=running&cause=infra&flag=over_cap&conflict=true&attention=false' +
      '&orphan=false&project=a%2Fb&model=gpt-4o&jobId=x%22y%27&q=%23%25&from=2025-11-17&to=2025-12-27&sort=tokens&limit=200'
    const filters = filtersOf(search)
    const again = filtersOf(new URLSearchParams(RUN_LIST.query(filters)).toString())
    expect(again).toEqual(filters)
    expect(Object.keys(RUN_LIST.query(filters))).toHaveLength(16)
  })

  it('falls back field by field and never throws a page away', () => {
    const { filters } = parse(
      'status=exploded&sort=DROP&limit=9999&conflict=maybe&from=2025-13-01&model=gpt-4o&unknown=1',
    )
    expect(RUN_LIST.query(filters)).toEqual({ model: 'gpt-4o' })
  })

  it('takes the first of repeated fields', () => {
    expect(RUN_LIST.parse({ q: ['one', 'two'], status: [] }).filters.q).toBe('one')
  })

  it('writes nothing that is a default', () => {
    expect(RUN_LIST.href(parse('limit=50&sort=attention&q='), 'own')).toBe('/runs?fleet=own')
  })

  it('keeps a position only beside a cursor', () => {
    expect(parse('skip=50').skip).toBe(0)
    expect(parse('skip=50&cursor=abc').skip).toBe(50)
    expect(parse('skip=-1&cursor=abc').skip).toBe(0)
  })

  it('starts from the first page when a filter or the order changes, and keeps the rest', () => {
    const next = RUN_LIST.change(filtersOf('cursor=abc&conflict=true&from=2025-11-17&limit=100'), { sort: 'cost' })
    expect(RUN_LIST.query(next)).toEqual({ conflict: 'true', from: '2025-11-17', limit: '100', sort: 'cost' })
  })

  it('resets filters and leaves order and page size', () => {
    const filters = filtersOf('q=x&status=failed&sort=tokens&limit=100&cursor=abc')
    expect(RUN_LIST.isFiltered(filters)).toBe(true)
    expect(RUN_LIST.query(RUN_LIST.reset(filters))).toEqual({ sort: 'tokens', limit: '100' })
    expect(RUN_LIST.isFiltered(RUN_LIST.reset(filters))).toBe(false)
  })
})

describe('views', () => {
  it('are the filters they set', () => {
    for (const tab of RUN_TABS.tabs) expect(RUN_TABS.tabOf(RUN_TABS.filtersOf(tab, filtersOf('q=x'))).id).toBe(tab.id)
  })

  it('stay current while more filters narrow them', () => {
    expect(RUN_TABS.tabOf(filtersOf('conflict=true&model=gpt-4o')).id).toBe('conflict')
    expect(RUN_TABS.tabOf(filtersOf('conflict=false')).id).toBe('all')
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
    expect(RUN_LIST.query(chip?.without ?? filtersOf(''))).toEqual({ model: 'm' })
  })
})
