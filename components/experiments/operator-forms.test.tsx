import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { readExperimentView } from '@/lib/experiments/view'
import type { OverrideWire } from '@/lib/pairs/override-schema'
import { experimentOf, pairOf } from '@/lib/testing/experiment-fixture'
import { NewerVersion } from './newer-version'
import { OverrideButton } from './override-button'
import { OverrideTable } from './override-table'
import { ResultsShown } from './results-shown'
import { SuggestBox } from './suggest-box'
import type { ExperimentPlace } from './use-experiment-place'

const htmlOf = (node: React.ReactNode) =>
  renderToStaticMarkup(<QueryClientProvider client={new QueryClient()}>{node}</QueryClientProvider>)
const textOf = (node: React.ReactNode) =>
  htmlOf(node)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const place = (fleet: 'own' | 'sample'): ExperimentPlace => ({
  ...{ id: 'exp_1', fleet, view: readExperimentView({}) },
  href: () => '/experiments/x',
  go: () => {},
})
const refusing = { name: 'commit', level: 'error', detail: 'differs', control: 'a', treatment: 'b' } as const
const refused = (checks: ExperimentDetail['validity']['checks']) =>
  experimentOf(
    { metric: 'tokens', pairs: [pairOf('one', 1, 2)] },
    { validity: { valid: false, override: null, checks }, analysis: null, withheld: 'refused' },
  )

describe('the way past a refusal', () => {
  const button = (checks: ExperimentDetail['validity']['checks'], fleet: 'own' | 'sample' = 'own') =>
    htmlOf(<OverrideButton experiment={refused(checks)} place={place(fleet)} />)

  it('is open where a reason may help', () => {
    expect(button([refusing])).not.toContain('aria-disabled')
  })

  it('is closed with its cause where none can, and in the sample', () => {
    expect(button([refusing, { ...refusing, name: 'run_missing', final: true }])).toMatch(
      /aria-disabled.*no reason can set this aside: run missing/s,
    )
    // A final check that is fine refuses nothing.
    expect(button([refusing, { ...refusing, level: 'ok', final: true }])).not.toContain('aria-disabled')
    expect(button([refusing], 'sample')).toMatch(/aria-disabled.*the sample cannot be changed/s)
  })
})

describe('the list of overrides', () => {
  const override = (more: Partial<OverrideWire> = {}): OverrideWire => ({
    ...{ id: 'ovr_1', at: '2026-02-01T00:00:00.000Z', requestedBy: 'http', reason: '<script>x</script>' },
    ...{ valid: true, mode: 'strict', varied: [], control: 'a:1', treatment: 'a:2', experimentId: null, pairs: 1 },
    ...{ setAside: [{ name: 'model_map', level: 'unknown', detail: 'not recorded' }], withdrawn: null, ...more },
  })
  const table = (more: Partial<OverrideWire> = {}) => (
    <OverrideTable overrides={[override(more)]} fleet="own" dimmed={false} />
  )

  it('says of what, why, by whom and which checks, and runs nothing', () => {
    expect(htmlOf(table())).not.toContain('<script>')
    const text = textOf(table())
    for (const part of ['in force', 'a:1 → a:2', 'two runs', 'model map unknown', 'browser or API', 'Withdraw'])
      expect(text).toContain(part)
    expect(textOf(table({ experimentId: 'exp_1', pairs: 3 }))).toContain('experiment, 3 pairs of runs')
  })

  it('keeps what was withdrawn, with both reasons and no way to withdraw it again', () => {
    const text = textOf(table({ withdrawn: { at: '2026-02-02T00:00:00.000Z', by: 'command', reason: 'wrong' } }))
    expect(text).toMatch(/withdrawn .* by command: wrong/)
    expect(text).not.toContain('Withdraw…')
    expect(textOf(table({ valid: false, setAside: [] }))).toMatch(/without effect.*nothing refused/)
  })
})

describe('a new version', () => {
  const experiment = experimentOf({ metric: 'tokens', pairs: [pairOf('one', 1, 2)] })
  const result = { ...(experiment.result ?? {}), pairs: 3 } as NonNullable<ExperimentDetail['result']>

  it('says plainly whether results had been shown', () => {
    const shown = (more: Partial<ExperimentDetail>) =>
      textOf(<ResultsShown experiment={{ ...experiment, result: null, earlier: [], ...more }} />)
    expect(shown({})).toContain('declared in advance')
    expect(shown({ result: { ...result, pairs: 0 } })).toContain('declared in advance')
    expect(shown({ result })).toContain('Results are known')
    expect(shown({ earlier: [result] })).toContain('Results are known')
  })

  it('that came meanwhile stands beside what was typed', () => {
    const text = textOf(
      <NewerVersion
        experiment={{ ...experiment, version: 4 }}
        mine={{ ...experiment.definition, planned: 12 }}
        onTake={() => {}}
        onKeep={() => {}}
      />,
    )
    expect(text).toMatch(/Version 4 was written in the meantime.*Planned pairs not said 12.*Keep mine, after version 4/)
  })
})

it('a box of suggestions names its list, what is chosen and what is wrong', () => {
  const html = htmlOf(
    <SuggestBox
      label="Job"
      of="control"
      value="x"
      onValue={() => {}}
      onChoose={() => {}}
      choices={[{ id: 'a', label: '<b>', about: '3 results' }]}
      fault="A job is needed"
    />,
  )
  expect(html).toMatch(/role="combobox"[^>]*aria-expanded="false"[^>]*aria-invalid="true"/)
  expect(html).toContain('&lt;b&gt;')
  expect(html).toMatch(/role="alert"[^>]*>A job is needed/)
})
