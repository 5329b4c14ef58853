import { describe, expect, it } from 'vitest'
import { Analysis } from '@/lib/experiments/analysis-schema'
import { TOKENS } from '@/lib/testing/paired-samples'
import { withFleets } from '@/lib/testing/with-fleets'
import { POST } from './route'

async function analyze(body: unknown): Promise<{ status: number; body: unknown }> {
  await withFleets()
  const reply = await POST(
    new Request('http://127.0.0.1:3000/api/v1/ab/analyze', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
  return { status: reply.status, body: await reply.json() }
}

const pairs = TOKENS.control.map((control, at) => ({ key: `task ${at}`, control, treatment: TOKENS.treatment[at] }))

describe('POST /ab/analyze', () => {
  it('replies with the whole analysis', async () => {
    const { status, body } = await analyze({ metric: 'continuous', pairs })
    expect(status).toBe(200)
    expect(Analysis.parse(body)).toEqual(body)
    expect(body).toMatchObject({ primary: { test: 'wilcoxon', p: 0.01953125 }, outcome: 'better', table: null })
  })

  it.each([
    [{ metric: 'continuous', pairs: [{ key: 'a', control: '1', treatment: 2 }] }, 'pairs[0].control'],
    [{ metric: 'continuous', pairs: [{ key: '', control: 1, treatment: 2 }] }, 'pairs[0].key'],
    [{ metric: 'binary', pairs: [{ key: 'a', control: 1, treatment: 2 }] }, 'pairs[0].treatment'],
    [{ metric: 'continuous', pairs, primary: 'mcnemar' }, 'primary'],
    [{ metric: 'odd', pairs }, 'metric'],
    [{ metric: 'continuous' }, 'pairs'],
    [{ metric: 'continuous', pairs, alpha: 2 }, 'alpha'],
  ])('names the field at fault: %#', async (input, field) => {
    expect(await analyze(input)).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', details: { field } } },
    })
  })

  it('takes 10,000 pairs, and no body of more than 2 MB', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      ...{ key: `django__django-${10_000 + at}`, control: 100_000.25 + at, treatment: 99_000.5 + ((at * 7) % 9_001) },
      cluster: `repository ${at % 50}`,
    }))
    expect(await analyze({ metric: 'continuous', pairs: many })).toMatchObject({
      status: 200,
      body: { n: { evaluable: 10_000 }, primary: { test: 'clusterTLogRatio' } },
    })
    const wide = many.map((pair) => ({ ...pair, key: pair.key + 'x'.repeat(200) }))
    expect((await analyze({ metric: 'continuous', pairs: wide })).status).toBe(413)
  })
})
