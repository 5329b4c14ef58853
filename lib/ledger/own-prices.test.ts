import { describe, expect, it } from 'vitest'
import { NO_USAGE } from '@/lib/model/usage'
import { parseOwnPrices } from './own-price-file'
import { withOwnPrices } from './own-prices'
import { bundledPriceTable, costPico, parseLiteLlm, priceFor } from './prices'

const base = parseLiteLlm({
  'glm-4.7': { litellm_provider: 'zai', input_cost_per_token: 6e-7, output_cost_per_token: 2.2e-6 },
})
const over = (...prices: object[]) => withOwnPrices(base, parseOwnPrices({ prices }))
const usage = { ...NO_USAGE, input: 1_000_000n, output: 1_000_000n, total: 2_000_000n }
const cost = (table: ReturnType<typeof over>, of: Partial<Parameters<typeof priceFor>[1]>) =>
  costPico(priceFor(table, { provider: null, model: 'glm-4.7', at: '2026-03-01T00:00:00.000Z', ...of }), usage)
const usd = (dollars: number) => BigInt(dollars * 1e6) * 1_000_000n

const plain = { model: 'glm-4.7', perMillion: { input: '1', output: '2' } }

describe('own prices', () => {
  it('win over the table, and other models keep theirs', () => {
    const table = over({ model: 'GLM-4.7', perMillion: { input: '0.1', output: '0.000001' } })
    expect(cost(table, {})).toBe(100_000_000_000n + 1_000_000n)
    expect(cost(over({ ...plain, model: 'other' }), {})).toBe(usd(2.8))
    expect(cost(withOwnPrices(bundledPriceTable(), parseOwnPrices({ prices: [plain] })), {})).toBe(usd(3))
  })

  it('hold from a date until before another, and the table holds outside', () => {
    const table = over(
      { ...plain, from: '2026-02-01', to: '2026-03-01T12:00:00Z' },
      { ...plain, from: '2026-03-01T12:00:00Z', perMillion: { input: '10', output: '0' } },
    )
    expect(cost(table, { at: '2026-01-31T23:59:59.999Z' })).toBe(usd(2.8))
    expect(cost(table, { at: '2026-03-01T11:59:59.999Z' })).toBe(usd(3))
    expect(cost(table, { at: '2026-03-01T12:00:00.000Z' })).toBe(usd(10))
    expect(cost(table, { at: null })).toBeNull()
  })

  it('are those of the provider that sends the bill', () => {
    const table = over(
      { ...plain, provider: 'openrouter' },
      { ...plain, provider: 'zhipu', perMillion: { input: '4', output: '4' } },
    )
    expect(cost(table, { provider: 'openrouter' })).toBe(usd(3))
    expect(cost(table, { provider: 'glm' })).toBe(usd(8))
    expect(cost(table, { provider: 'azure' })).toBeNull()
    // Two providers, and the record names none: neither is guessed.
    expect(cost(table, { provider: null })).toBeNull()
  })

  it('price tiers by size, service tiers and speeds as they are written, and none that is not', () => {
    const table = over({
      ...plain,
      tiers: [{ above: 500_000, perMillion: { input: '3' } }],
      variants: { batch: { perMillion: { input: '0.5', output: '1' } } },
    })
    expect(cost(table, {})).toBe(usd(5))
    expect(cost(table, { serviceTier: 'batch' })).toBe(usd(1.5))
    expect(cost(table, { serviceTier: 'priority' })).toBeNull()
    expect(cost(table, { speed: 'fast' })).toBeNull()
  })

  it('leave a class without a rate unpriced', () => {
    const table = over({ model: 'glm-4.7', perMillion: { input: '1' } })
    expect(cost(table, {})).toBeNull()
  })

  it('give the combined table a version of both, whatever the order of the entries', () => {
    const other = { ...plain, model: 'other' }
    expect(over(plain, other).version).toBe(over(other, plain).version)
    expect(over(plain).version).toMatch(/^litellm [0-9a-f]{12} \+ own [0-9a-f]{12}$/)
    expect(over(plain).version).not.toBe(over({ ...plain, perMillion: { input: '1', output: '3' } }).version)
    expect(withOwnPrices(base, null)).toBe(base)
  })
})

describe('a file of own prices that cannot be used names the entry and what is wrong', () => {
  it.each([
    ['{"prices": [', /^Not a file of own prices/],
    [{ models: [] }, /expected \{ "prices"/],
    [{ prices: [] }, /has no entry/],
    [{ prices: [plain, 7] }, /^Price 2: /],
    [{ prices: [plain, { perMillion: {} }] }, /^Price 2: model is missing/],
    [{ prices: [{ ...plain, perMillion: { input: 0.5 } }] }, /^Price 1 \("glm-4.7"\): perMillion.input is not text/],
    [{ prices: [{ ...plain, perMillion: { input: '-1' } }] }, /perMillion.input is "-1", no amount/],
    [{ prices: [{ ...plain, perMillion: { words: '1' } }] }, /perMillion has the unknown field "words"/],
    [{ prices: [{ ...plain, perMillion: {} }] }, /perMillion names no class/],
    [{ prices: [{ ...plain, form: '2026-01-01' }] }, /has the unknown field "form"/],
    [{ prices: [{ ...plain, from: '2026-02-30' }] }, /from is "2026-02-30", no date/],
    [{ prices: [{ ...plain, from: '2026-02-02', to: '2026-02-01' }] }, /"to" is not after "from"/],
    [{ prices: [{ ...plain, variants: { slow: plain } }] }, /variants has the unknown field "slow"/],
    [{ prices: [{ ...plain, tiers: [{ above: 1, perMillion: { cacheRead: '1' } }] }] }, /a tier prices cacheRead/],
    [{ prices: [plain, { ...plain, from: '2026-01-01' }] }, /^Prices 1 and 2 \("glm-4.7"\) hold at the same time/],
  ])('%j', (file, reason) => {
    expect(() => parseOwnPrices(typeof file === 'string' ? file : JSON.parse(JSON.stringify(file)))).toThrow(reason)
  })
})
