import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { listAddress } from './list-address'

const Input = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().optional(),
  q: z.string().max(5).optional(),
  nested: z.stringbool().optional(),
  from: z.string().optional(),
  sort: z.enum(['name', 'cost']).default('name'),
})
type Input = z.infer<typeof Input>

const LIST = listAddress<Input>(Input, (fleet, query) => `/${fleet}?${new URLSearchParams(query as never)}`)
const filtersOf = (query: Record<string, string>) => LIST.parse(query).filters

describe('the address of a list', () => {
  it('takes the fields of a form, drops what is emptied and what the schema refuses', () => {
    const before = filtersOf({ q: 'old', nested: 'true', cursor: 'abc', sort: 'cost' })
    const form = [
      ['q', 'too long for it'],
      ['nested', ''],
      ['from', '2026-01-02'],
      ['__proto__', 'x'],
      ['file', new Blob()],
    ] as const
    expect(LIST.query(LIST.withForm(before, form))).toEqual({ sort: 'cost', from: '2026-01-02' })
  })

  it('keeps filters and order when the page size changes, and begins at the top', () => {
    const next = LIST.withPageSize(filtersOf({ nested: 'false', cursor: 'abc', sort: 'cost' }), 200)
    expect(LIST.query(next)).toEqual({ nested: 'false', sort: 'cost', limit: '200' })
  })

  it('carries mark and position, and cuts a mark that is absurdly long', () => {
    const view = LIST.parse({ cursor: 'abc', skip: '50', row: 'r'.repeat(5_000) })
    expect([view.row?.length, view.skip]).toEqual([2_000, 50])
    expect(LIST.href({ ...view, row: 'a/b' }, 'own')).toBe('/own?cursor=abc&skip=50&row=a%2Fb')
  })

  it('counts only what narrows as a filter', () => {
    expect(LIST.isFiltered(filtersOf({ sort: 'cost', limit: '5', cursor: 'abc' }))).toBe(false)
    expect(LIST.isFiltered(filtersOf({ nested: 'false' }))).toBe(true)
  })
})
