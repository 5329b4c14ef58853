import { describe, expect, it } from 'vitest'
import { parseSourcesView, sourcesHref } from '@/components/imports/address'

const parse = (query: Record<string, string>) => parseSourcesView((name) => query[name])

describe('the address of the sources page', () => {
  it('falls back field by field', () => {
    const nothing = { importId: null, file: null, cursor: null }
    expect(parse({})).toEqual(nothing)
    expect(parse({ file: '-1', import: '', cursor: '' })).toEqual(nothing)
    expect(parse({ import: 'x'.repeat(5_000), file: '1e9' })).toEqual(nothing)
  })
  it('comes back from its own link, whatever the id holds', () => {
    const view = { importId: 'a/b "#&?', file: 3, cursor: 'c=' }
    const query = Object.fromEntries(new URL(sourcesHref(view, 'own'), 'http://x').searchParams)
    expect(parse(query)).toEqual(view)
    expect(query['fleet']).toBe('own')
  })
})
