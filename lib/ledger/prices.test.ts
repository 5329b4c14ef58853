import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { toMicroUsd } from '@/lib/http/amounts'
import { NO_USAGE, type Usage } from '@/lib/model/usage'
import { REAL_DATA } from '@/lib/testing/test-db'
import { BUNDLED_VERSION, PriceTableError } from './price-table'
import { bundledPriceTable, costPico, parseLiteLlm, priceFor } from './prices'

const AT = '2025-12-20T12:00:00.000Z'
const bundled = bundledPriceTable()
const find = (provider: string | null, model: string | null, at: string | null = AT) =>
  priceFor(bundled, { provider, model, at })
const usage = (known: Partial<Usage>): Usage => ({ ...NO_USAGE, ...known })

const liteLlm = {
  sample_spec: { input_cost_per_token: 0, max_tokens: 'words' },
  'claude-sonnet-4-5': {
    litellm_provider: 'anthropic',
    input_cost_per_token: 3e-6,
    input_cost_per_token_above_200k_tokens: 6e-6,
    output_cost_per_token: 1.5e-5,
    output_cost_per_token_above_200k_tokens: 2.25e-5,
    cache_read_input_token_cost: 3e-7,
    cache_creation_input_token_cost: 3.75e-6,
    cache_creation_input_token_cost_above_1hr: 6e-6,
    cache_creation_input_token_cost_above_1hr_above_200k_tokens: 1.2e-5,
    input_cost_per_token_batches: 1.5e-6,
  },
  'gemini-2.5-pro': {
    litellm_provider: 'vertex_ai-language-models',
    input_cost_per_token: 9e-6,
    output_cost_per_token: 1e-5,
  },
  'gemini/gemini-2.5-pro': { litellm_provider: 'gemini', input_cost_per_token: 1.25e-6, output_cost_per_token: 1e-5 },
  'zai/glm-4.6': { litellm_provider: 'zai', input_cost_per_token: 6e-7, output_cost_per_token: 2.2e-6 },
  'azure/gpt-4o': { litellm_provider: 'azure', input_cost_per_token: 2.75e-6, output_cost_per_token: 1.1e-5 },
  odd: { litellm_provider: 'gateway', input_cost_per_token: 2.9999900000000002e-6, output_cost_per_token: '1.5e-05' },
  thinker: {
    litellm_provider: 'x',
    input_cost_per_token: 1e-6,
    output_cost_per_token: 2e-6,
    output_cost_per_reasoning_token: 5e-6,
  },
  'per-call': {
    litellm_provider: 'x',
    input_cost_per_token: 1e-6,
    output_cost_per_token: 1e-6,
    input_cost_per_request: 0.005,
  },
  picture: { litellm_provider: 'x', output_cost_per_image: 0.04 },
}
const table = parseLiteLlm(JSON.stringify(liteLlm))
const inTable = (provider: string | null, model: string) => priceFor(table, { provider, model, at: AT })

afterEach(() => vi.unstubAllGlobals())

describe('the bundled prices', () => {
  it('are the installed library, and nothing is fetched', () => {
    const fetched = vi.fn()
    vi.stubGlobal('fetch', fetched)
    const installed = readFileSync('node_modules/@pydantic/genai-prices/package.json', 'utf8')
    expect(BUNDLED_VERSION).toBe(`genai-prices ${JSON.parse(installed).version}`)
    expect(find('openai', 'gpt-4o')).not.toBeNull()
    expect(fetched).not.toHaveBeenCalled()
  })

  it('are picodollars per token, as text', () => {
    expect(find('anthropic', 'claude-sonnet-4-5')?.rates).toMatchObject({
      input: { base: '3000000', tiers: [{ above: 200_000, price: '6000000' }] },
      cacheRead: { base: '300000' },
      cacheWrite5m: { base: '3750000' },
      cacheWrite1h: { base: '6000000' },
      output: { base: '15000000' },
    })
    expect(find('openai', 'gpt-4o-mini')?.rates.cacheRead?.base).toBe('75000')
  })

  it('know dated names, prefixes and the words other systems use for a provider', () => {
    expect(find('anthropic', 'claude-opus-4-5-20251101')?.model).toBe('claude-opus-4-5')
    expect(find(null, 'anthropic/claude-sonnet-4-5')?.provider).toBe('anthropic')
    expect(find('anthropic', 'anthropic/claude-sonnet-4-5')?.model).toBe('claude-sonnet-4-5')
    expect(find('google_gemini', 'gemini-2.5-pro')?.provider).toBe('google')
    expect(find('glm', 'glm-5.2')?.provider).toBe('zai')
    expect(find(null, 'gpt-5')?.provider).toBe('openai')
  })

  it('never guess: unknown models, other families and gateways have no price of their maker', () => {
    expect(find('openai', 'claude-sonnet-4-5')).toBeNull()
    expect(find('anthropic', 'gpt-4o')).toBeNull()
    expect(find('glm', 'glm-4.6')).toBeNull()
    expect(find('openai', 'gpt-4o-unheard-of')).toBeNull()
    expect(find('some-gateway', 'gpt-4o')).toBeNull()
    expect(find('anthropic', 'auto')).toBeNull()
    expect(find('anthropic', null)).toBeNull()
    expect(find(null, '')).toBeNull()
    expect(find('x'.repeat(5_000_000), 'gpt-4o')).toBeNull()
    expect(find('openai', `gpt-4o${'\u202e'.repeat(100_000)}`)).toBeNull()
  })

  it('take the price of the day, and none when a dated price has no day', () => {
    const before = find('openai', 'o3', '2025-06-09T00:00:00.000Z')
    const after = find('openai', 'o3', '2025-06-11T00:00:00.000Z')
    expect([before?.rates.input?.base, after?.rates.input?.base]).toEqual(['10000000', '2000000'])
    expect(find('openai', 'o3', null)).toBeNull()
    expect(find('openai', 'gpt-4o', null)).not.toBeNull()
  })
})

describe('the cost of an event', () => {
  const sonnet = find('anthropic', 'claude-sonnet-4-5')

  it('is the exact sum over the classes', () => {
    const all = usage({
      input: 10n,
      cacheRead: 1_000n,
      cacheWrite5m: 100n,
      cacheWrite1h: 7n,
      output: 3n,
      reasoning: 2n,
    })
    expect(costPico(sonnet, all)).toBe(10n * 3_000_000n + 300_000_000n + 375_000_000n + 42_000_000n + 45_000_000n)
  })

  it('never adds reasoning', () => {
    const plain = usage({ input: 1n, output: 100n })
    expect(costPico(sonnet, { ...plain, reasoning: 90n })).toBe(costPico(sonnet, plain))
  })

  it('takes the tier of everything that was sent, for every class', () => {
    const at = (cacheRead: bigint) => costPico(sonnet, usage({ input: 1n, cacheRead, output: 1n }))
    expect(at(199_999n)).toBe(3_000_000n + 199_999n * 300_000n + 15_000_000n)
    expect(at(200_000n)).toBe(6_000_000n + 200_000n * 600_000n + 22_500_000n)
  })

  it('is unknown without a price, a rate, or the split', () => {
    expect(costPico(null, usage({ input: 1n, output: 1n }))).toBeNull()
    expect(costPico(sonnet, usage({ unsplit: 5n, total: 5n }))).toBeNull()
    expect(costPico(sonnet, NO_USAGE)).toBeNull()
    expect(costPico(sonnet, usage({ input: 5n }))).toBeNull()
    expect(costPico(sonnet, usage({ input: -5n, output: 1n }))).toBeNull()
    const noCache = find('openai', 'gpt-4-turbo')
    expect(noCache?.rates.cacheRead).toBeNull()
    expect(costPico(noCache, usage({ input: 1n, output: 1n, cacheRead: 1n }))).toBeNull()
    expect(costPico(noCache, usage({ input: 1n, output: 1n, cacheRead: 0n }))).toBe(40_000_000n)
  })

  it('is zero for zero tokens, also when they are not split', () => {
    expect(costPico(sonnet, usage({ unsplit: 0n, total: 0n }))).toBe(0n)
    expect(costPico(sonnet, usage({ input: 0n, output: 0n, total: 0n }))).toBe(0n)
    expect(costPico(sonnet, usage({ input: 1n, output: 0n, unsplit: 0n }))).toBe(3_000_000n)
  })

  it('stays exact beyond what a double holds', () => {
    const input = 2n ** 60n + 1n
    expect(costPico(find('openai', 'gpt-4o'), usage({ input, output: 0n }))).toBe(input * 2_500_000n)
  })

  it('rounds a fraction of a picodollar once, half up, on the event', () => {
    expect(costPico(inTable('gateway', 'odd'), usage({ input: 5_000_000_000n, output: 0n }))).toBe(
      14_999_950_000_000_001n,
    )
    expect(costPico(inTable('gateway', 'odd'), usage({ input: 2_500_000_000n, output: 0n }))).toBe(
      7_499_975_000_000_001n,
    )
    expect(costPico(inTable('gateway', 'odd'), usage({ input: 1n, output: 1n }))).toBe(17_999_990n)
  })

  it('charges reasoning apart only where it has its own rate', () => {
    const thinker = inTable('x', 'thinker')
    expect(costPico(thinker, usage({ input: 0n, output: 10n, reasoning: 4n }))).toBe(6n * 2_000_000n + 4n * 5_000_000n)
    expect(costPico(thinker, usage({ input: 0n, output: 10n }))).toBeNull()
  })

  it('becomes microdollars by rounding once, half up', () => {
    expect([0n, 499_999n, 500_000n, 1_500_000n, -500_000n].map(toMicroUsd)).toEqual([0, 0, 1, 2, 0])
  })
})

describe("LiteLLM's price file", () => {
  it('gives rates with tiers and leaves other prices out', () => {
    expect(inTable('anthropic', 'claude-sonnet-4-5-20250929')?.rates).toEqual({
      input: { base: '3000000', tiers: [{ above: 200_000, price: '6000000' }] },
      output: { base: '15000000', tiers: [{ above: 200_000, price: '22500000' }] },
      cacheRead: { base: '300000', tiers: [] },
      cacheWrite5m: { base: '3750000', tiers: [] },
      cacheWrite1h: { base: '6000000', tiers: [{ above: 200_000, price: '12000000' }] },
      reasoning: null,
    })
    expect(inTable('x', 'picture')).toBeNull()
    expect(inTable('x', 'per-call')).toBeNull()
    expect(inTable(null, 'sample_spec')).toBeNull()
    expect(inTable(null, '__proto__')).toBeNull()
  })

  it("finds the provider's own entry and never another family's", () => {
    expect(inTable('google_gemini', 'gemini-2.5-pro')?.model).toBe('gemini/gemini-2.5-pro')
    expect(inTable('glm', 'GLM-4.6')?.model).toBe('zai/glm-4.6')
    expect(inTable(null, 'zai/glm-4.6')?.model).toBe('zai/glm-4.6')
    expect(inTable('azure', 'gpt-4o')?.model).toBe('azure/gpt-4o')
    expect(inTable('openai', 'gpt-4o')).toBeNull()
    expect(inTable('openai', 'claude-sonnet-4-5')).toBeNull()
    expect(inTable('openrouter', 'anthropic/claude-sonnet-4-5')).toBeNull()
  })

  it('has a version that follows its prices, not its layout', () => {
    expect(parseLiteLlm(liteLlm).version).toBe(table.version)
    expect(table.version).toMatch(/^litellm [0-9a-f]{12}$/)
    const dearer = { ...liteLlm, odd: { litellm_provider: 'gateway', input_cost_per_token: 1 } }
    expect(parseLiteLlm(dearer).version).not.toBe(table.version)
  })

  it('survives JSON', () => {
    const again = JSON.parse(JSON.stringify(table))
    expect(priceFor(again, { provider: 'glm', model: 'glm-4.6', at: null })).toEqual(inTable('glm', 'glm-4.6'))
  })

  it('is refused with the place and the reason', () => {
    const refused = (json: unknown) => () => parseLiteLlm(json)
    expect(refused('{')).toThrow(/^Not a LiteLLM price file: /)
    expect(refused('[]')).toThrow('expected an object of model names')
    expect(refused({ a: { max_tokens: 5 } })).toThrow('no model in it has input_cost_per_token')
    expect(refused({ 'gpt-4o': { input_cost_per_token: -1 } })).toThrow(
      '"gpt-4o": input_cost_per_token is -1, not a price in USD per token',
    )
    expect(refused({ m: { input_cost_per_token: 'free' } })).toThrow(PriceTableError)
  })

  it.skipIf(!REAL_DATA)('is read as published', () => {
    const file = `${REAL_DATA}/pricing/Prajwalsrinvas+token-tariff/model_prices_and_context_window.json.gz`
    const real = parseLiteLlm(gunzipSync(readFileSync(file)).toString('utf8'))
    expect(Object.keys(real.entries).length).toBeGreaterThan(2_000)
    for (const [provider, model] of [
      ['anthropic', 'claude-sonnet-4-5'],
      ['openai', 'gpt-4o'],
      ['google_gemini', 'gemini-2.5-pro'],
    ] as const) {
      const ours = find(provider, model)?.rates
      const theirs = priceFor(real, { provider, model, at: AT })?.rates
      expect([theirs?.input, theirs?.output], model).toEqual([ours?.input, ours?.output])
    }
  })
})

it('a provider or model named like a part of every object has no price and does no harm', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    expect(priceFor(bundledPriceTable(), { provider: name, model: name, at: null })).toBeNull()
    const table = parseLiteLlm({ known: { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 } })
    expect(priceFor(table, { provider: name, model: name, at: null })).toBeNull()
  }
})

describe('service tier and speed', () => {
  const tiers = parseLiteLlm({
    'gpt-x': {
      litellm_provider: 'openai',
      input_cost_per_token: 2e-6,
      output_cost_per_token: 8e-6,
      cache_read_input_token_cost: 5e-7,
      input_cost_per_token_above_272k_tokens: 4e-6,
      input_cost_per_token_priority: 4e-6,
      output_cost_per_token_priority: 1.6e-5,
      input_cost_per_token_above_272k_tokens_priority: 8e-6,
      input_cost_per_token_flex: 1e-6,
      output_cost_per_token_flex: 4e-6,
      input_cost_per_token_batches: 1e-6,
      output_cost_per_token_batches: 4e-6,
    },
    'claude-x': {
      litellm_provider: 'anthropic',
      input_cost_per_token: 5e-6,
      input_cost_per_token_above_200k_tokens: 1e-5,
      output_cost_per_token: 2.5e-5,
      cache_creation_input_token_cost: 6.25e-6,
      cache_creation_input_token_cost_above_1hr: 1e-5,
      provider_specific_entry: { us: 1.1, fast: 2.5 },
    },
    'claude-y': { litellm_provider: 'anthropic', input_cost_per_token: 5e-6, output_cost_per_token: 2.5e-5 },
    'fast/claude-y': { litellm_provider: 'anthropic', input_cost_per_token: 3e-5, output_cost_per_token: 1.5e-4 },
    gemma: { litellm_provider: 'x', input_cost_per_token: 1e-6, provider_specific_entry: 'none' },
  })
  const of = (model: string, serviceTier: string | null, speed: string | null = null) =>
    priceFor(tiers, { provider: null, model, at: AT, serviceTier, speed })
  const input = (price: ReturnType<typeof of>) => price?.rates.input?.base ?? null

  it('are the standard ones where nothing or the standard is recorded, in any words', () => {
    for (const name of [null, '', 'standard', 'Default', ' auto ']) expect(input(of('gpt-x', name))).toBe('2000000')
    expect(input(of('claude-x', 'standard', 'standard'))).toBe('5000000')
    expect(input(priceFor(tiers, { provider: 'openai', model: 'gpt-x', at: null }))).toBe('2000000')
  })

  it('have their own rates, by the size of the request too', () => {
    expect(['priority', 'fast', 'flex', 'batch'].map((name) => input(of('gpt-x', name)))).toEqual([
      '4000000',
      '4000000',
      '1000000',
      '1000000',
    ])
    const large = usage({ input: 300_000n, output: 0n })
    expect(costPico(of('gpt-x', 'priority'), large)).toBe(300_000n * 8_000_000n)
    expect(costPico(of('gpt-x', null), large)).toBe(300_000n * 4_000_000n)
    expect(costPico(of('gpt-x', 'flex'), large)).toBe(300_000n * 1_000_000n)
  })

  it('cost what a faster model costs: a factor on every rate, or an entry of its own', () => {
    const fast = of('claude-x', 'standard', 'fast')
    expect(fast?.rates).toMatchObject({
      input: { base: '12500000', tiers: [{ above: 200_000, price: '25000000' }] },
      cacheWrite5m: { base: '15625000' },
      cacheWrite1h: { base: '25000000' },
      output: { base: '62500000' },
      cacheRead: null,
    })
    const own = { provider: 'anthropic', model: 'claude-y', at: AT, speed: 'fast' }
    expect(input(priceFor(tiers, own))).toBe('30000000')
  })

  it('are unknown where the table does not price them: never the standard price instead', () => {
    expect(of('claude-x', 'priority')).toBeNull()
    expect(of('gpt-x', null, 'fast')).toBeNull()
    expect(of('gpt-x', 'scale')).toBeNull()
    expect(of('gpt-x', 'constructor')).toBeNull()
    expect(of('claude-x', 'batch', 'fast')).toBeNull()
    expect(of('claude-x', null, 'turbo')).toBeNull()
    expect(of('gemma', null, 'fast')).toBeNull()
    expect(costPico(of('gpt-x', 'batch'), usage({ input: 1n, cacheRead: 1n, output: 0n }))).toBeNull()
    expect(priceFor(bundled, { provider: 'openai', model: 'gpt-4o', at: AT, serviceTier: 'priority' })).toBeNull()
    expect(priceFor(bundled, { provider: 'openai', model: 'gpt-4o', at: AT, serviceTier: 'default' })).not.toBeNull()
  })

  it('refuse a factor that is none', () => {
    const broken = { x: { input_cost_per_token: 1, provider_specific_entry: { fast: 'six' } } }
    expect(() => parseLiteLlm(broken)).toThrow(/"x": fast is "six"/)
  })
})
