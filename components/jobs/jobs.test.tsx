import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { readJobView } from '@/lib/jobs/job-view'
import type { JobSummary } from '@/lib/jobs/schema'
import { candidate, itemResult, jobDetail, jobSummary, phase } from '@/lib/testing/job-fixture'
import { AskedSection } from './asked-section'
import { CandidateTable } from './candidate-table'
import { ConfigurationTable } from './configuration-table'
import { BaselinesSection } from './group-sections'
import { JOB_CELLS } from './job-cells'
import { JobNumbers } from './job-numbers'
import { JobStates } from './job-states'
import { LimitsSection } from './limits-section'
import { PhaseRows } from './phase-rows'
import { ResultTable } from './result-table'
import type { JobPlace } from './use-job-place'

const place: JobPlace = {
  id: 'pitwall:j',
  fleet: 'own',
  view: readJobView({}),
  href: ({ tab = 'summary' }) => `/jobs/x?tab=${tab}`,
  go: () => {},
  set: () => {},
}
const textOf = (node: React.ReactNode) =>
  renderToStaticMarkup(node)
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ')
    .trim()

const cells = (job: JobSummary) =>
  textOf(Object.entries(JOB_CELLS).map(([id, Cell]) => <Cell key={id} job={job} fleet="own" />))

describe('a row of the list of jobs', () => {
  it('of which nothing is known claims nothing: no zero, no good state', () => {
    const text = cells(jobSummary())
    expect(text).toContain('unknown')
    expect(text).not.toMatch(/\b0\b/)
    expect(text).not.toContain('NaN')
  })

  it('names the jobs of a group, the gain on the baseline and a source that says otherwise', () => {
    const text = cells(
      jobSummary({
        name: 'Pair',
        jobs: 4,
        bestScore: 0.75,
        baselineScore: 0.5,
        status: 'succeeded',
        statusDerived: 'failed',
        conflict: true,
        results: { total: 10, resolved: 4, unknown: 1 },
      }),
    )
    expect(text).toContain('4 jobs')
    expect(text).toContain('0.75 (+0.25)')
    expect(text).toContain('failed ≠ the source said succeeded')
    expect(text).toContain('4 / 10')
  })

  it('shows hostile names as text and long ones whole in the title', () => {
    const html = renderToStaticMarkup(
      <JOB_CELLS.job job={jobSummary({ name: `\u202e<script>alert(1)</script>${'n'.repeat(400)}` })} fleet="own" />,
    )
    expect(html).not.toContain('<script>')
    expect(html).toContain('‹RLO›')
  })
})

describe('the states of a job', () => {
  it('say that the source states none, and give the reason of a contradiction', () => {
    expect(textOf(<JobStates job={jobDetail()} />)).toContain('not stated')
    const text = textOf(
      <JobStates
        job={jobDetail({
          statusRaw: 'DONE',
          statusStated: 'succeeded',
          statusDerived: 'failed',
          conflict: true,
          conflictReason: 'DONE, but 3 of 3 runs failed',
          flags: ['status_conflict'],
          flagDetails: [{ name: 'status_conflict', detail: 'd', count: 1, evidence: 'e' }],
        })}
      />,
    )
    expect(text).toContain('DONE, but 3 of 3 runs failed')
    expect(text).toContain('differs from')
    expect(text).toContain('state contradicts evidence')
  })
})

describe('the numbers of a job', () => {
  it('leave out scores and results that there are not, and say not recorded instead of zero', () => {
    const text = textOf(<JobNumbers job={jobDetail()} place={place} />)
    expect(text).toContain('Runs done no runs')
    expect(text).toContain('Tokens not recorded')
    expect(text).toContain('Cost not known')
    expect(text).not.toContain('Best score')
    expect(text).not.toContain('resolved')
  })
  it('mark a cost that is only a part', () => {
    const job = jobDetail({ costMicroUsd: 1_500_000, costIsLowerBound: true, unpricedEvents: 2, events: 5, tokens: 10 })
    expect(textOf(<JobNumbers job={job} place={place} />)).toMatch(/≥ ?at least ?\$1\.50 2 of 5 usage events without/)
  })
})

describe('what was asked', () => {
  it('stands beside what was seen, with the drift in words and the secrets counted', () => {
    const text = textOf(
      <AskedSection
        job={jobDetail({
          modelRequested: 'gpt-5',
          modelsObserved: [{ model: 'gpt-4o', runs: 2, events: 7, tokens: null }],
          effortRequested: 'high',
          flagDetails: [{ name: 'effort_drift', detail: 'asked high, seen low', count: 1, evidence: 'x' }],
          config: { key: '***' },
          configMasked: 1,
        })}
        fleet="own"
      />,
    )
    expect(text).toContain('gpt-5 asked for · gpt-4o in 2 runs seen')
    expect(text).toContain('asked high, seen low')
    expect(text).toContain('1 secret masked')
  })
})

it('a broken baseline gives no change', () => {
  const baselines = [{ name: 'b', before: 0.4, after: 0, beforeBroken: false, afterBroken: true }]
  const text = textOf(<BaselinesSection job={jobDetail({ baselines })} />)
  expect(text).toContain('0, broken')
  expect(text).toContain('one of the two says nothing')
})

it('a scenario shows each role apart, the evidence of its state and whether its file was written', () => {
  const role = {
    ...{ sessions: 1, events: 1, costMicroUsd: null, unpricedEvents: 1 },
    ...{ costIsLowerBound: true, costLowerBoundReasons: ['unpriced' as const] },
  }
  const text = textOf(
    <table>
      <tbody>
        <PhaseRows
          phase={phase({
            number: '1.2',
            name: 'Add the parser',
            status: 'failed',
            evidence: 'claimed done; none of 3 commands named it',
            fileWritten: false,
            toolOutcomes: { commandsOk: 3, commandsFailed: 0 },
            spend: [
              { ...role, role: 'coordinator', tokens: 100 },
              { ...role, role: 'executor', tokens: null },
            ],
          })}
          columns={{ run: false, tools: true, file: true, metrics: false }}
          fleet="own"
        />
      </tbody>
    </table>,
  )
  expect(text).toContain(
    '1.2 Add the parser failed claimed done; none of 3 commands named it commands ok 3 not written',
  )
  expect(text).toMatch(/coordinator 100 executor .*no event records tokens/)
})

it('a candidate without a score is not a candidate with zero', () => {
  const text = textOf(<CandidateTable candidates={[candidate({ nativeId: 'c1', score: null, accepted: false })]} />)
  expect(text).toContain('c1 not accepted – not recorded : not scored')
})

it('a result of which nothing is known is neither resolved nor failed', () => {
  const text = textOf(<ResultTable rows={[itemResult()]} fleet="own" />)
  expect(text).toContain('item model a not known')
  expect(text).not.toContain('not resolved')
})

it('a mean says of how many it is, where not all record it', () => {
  const none = { known: 0, sum: null, mean: null }
  const text = textOf(
    <ConfigurationTable
      rows={[
        {
          configuration: 'a',
          split: null,
          results: 10,
          items: 10,
          errors: 0,
          resolved: 0,
          resolvedKnown: 0,
          resolvedShare: null,
          score: { known: 4, mean: 0.5, min: 0, max: 1 },
          costMicroUsd: none,
          costPerResolvedMicroUsd: null,
          usage: jobDetail().usage,
          tokens: none,
          seconds: none,
          calls: none,
          firstAt: null,
          lastAt: null,
        },
      ]}
      place={place}
    />,
  )
  expect(text).toContain('of none it is known whether it was resolved')
  expect(text).toContain('0.5 n = 4')
})

it('a limit without a known use has an empty bar and no share', () => {
  const limit = {
    id: 'l',
    type: 'hard',
    metric: 'cost_usd',
    limit: 20,
    used: null,
    windowSeconds: null,
    exceededAt: null,
    exceededReason: null,
    at: null,
    session: null,
    ref: null,
  }
  const text = textOf(<LimitsSection job={jobDetail({ limits: [limit] })} fleet="own" />)
  expect(text).toContain('not recorded of $20')
  expect(text).not.toContain('%')
  const over = { ...limit, used: 25, exceededReason: 'hard stop' }
  expect(textOf(<LimitsSection job={jobDetail({ limits: [over] })} fleet="own" />)).toContain(
    '125 % exceeded hard stop',
  )
})
