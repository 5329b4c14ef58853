import { describe, expect, it } from 'vitest'
import { RUN_LIST } from '@/lib/runs/filters'
import { asksForFailed, newCampaignHref, runFilterOf, runsHref } from './addresses'
import { filterText, readFilter } from './filter-text'

const filters = (query: Record<string, string>) => RUN_LIST.parse(query).filters

describe('the way to a campaign', () => {
  it.each([
    [{ status: 'failed' }, true],
    [{ status: 'timed_out' }, true],
    [{ statusSource: 'stopped' }, true],
    [{ statusClass: 'failed' }, true],
    [{ statusSourceClass: 'failed' }, true],
    [{ status: 'succeeded' }, false],
    [{ status: 'running' }, false],
    [{ cause: 'infra' }, false],
    [{}, false],
  ])('%j asks for failed runs: %s', (query, asks) => {
    expect(asksForFailed(filters(query))).toBe(asks)
  })

  it('carries the filter, and neither order nor page', () => {
    const query = {
      status: 'failed',
      conflict: 'false',
      q: 'a&b="ü"#',
      from: '2026-01-02',
      limit: '200',
      sort: 'tokens',
    }
    const href = newCampaignHref(filters(query), 'own')
    const asked = Object.fromEntries(new URL(href, 'http://x').searchParams)
    expect(asked).toEqual({ status: 'failed', conflict: 'false', q: 'a&b="ü"#', from: '2026-01-02', fleet: 'own' })
    expect(runFilterOf(filters(asked))).toEqual(runFilterOf(filters(query)))
    expect(runsHref(asked, 'own')).toContain('/runs?status=failed')
  })

  it('kept as texts is the same filter when it is read back', () => {
    const filter = runFilterOf(filters({ attention: 'true', to: '2026-02-03T04:05:06Z', model: '<b>' }))
    expect(readFilter(filterText(filter))).toEqual(filter)
    expect(readFilter({ status: 'odd', cause: 'infra' })).toEqual({ cause: 'infra' })
  })
})
