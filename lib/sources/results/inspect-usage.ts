import type { UsageRecord } from '@/lib/model/records'
import { sumUsage, type Usage } from '@/lib/model/usage'
import type { Json } from '@/lib/sources/codex/json-value'
import { Fields, shortId } from './fields'
import { usageRecord } from './record-makers'
import { usageFrom } from './token-counts'

/** What Inspect counts of a model; whether the cache is inside the input depends on the provider, and shows in the total. */
export function inspectUsage(fields: Fields, model: string | null): Usage | null {
  const counts = {
    input: fields.tokens('input_tokens'),
    cacheRead: fields.tokens('input_tokens_cache_read'),
    cacheWrite: fields.tokens('input_tokens_cache_write'),
    output: fields.tokens('output_tokens'),
    reasoning: fields.tokens('reasoning_tokens'),
    total: fields.tokens('total_tokens'),
  }
  return usageFrom(counts, !/anthropic|claude/i.test(model ?? ''), fields.flags)
}

export interface SpendPlace {
  runKey: string
  sessionKey: string | null
  ref: string
}

/** The usage that a table of models holds, one amount a model. */
export function usageByModel(all: Fields, names: readonly string[], place: SpendPlace): UsageRecord[] {
  return names.flatMap((model) => {
    const fields = all.object(model)
    const usage = inspectUsage(fields, model)
    const nativeId = shortId(`${place.sessionKey ?? place.runKey}/${model}`)
    const costPico = fields.pico('total_cost')
    return usage === null ? [] : [usageRecord({ nativeId, usage, model, costPico, ...place })]
  })
}

/**
 * What one sample spent: its single calls where they add up to the sample's own sums, else those sums. Calls answered
 * from a cache, and calls in events that are not logged, make the difference.
 */
export function sampleUsage(sample: Fields, events: readonly Json[], place: SpendPlace): UsageRecord[] {
  const calls = events.flatMap((event, index) => callUsage(new Fields(event, sample.flags), index, place))
  const models = Object.keys(sample.json('model_usage') ?? {})
  if (models.length === 0) return calls.length > 0 ? calls : lastAnswer(sample, place)
  const sums = usageByModel(sample.object('model_usage'), models, place)
  return addsUp(calls, sums) ? calls : sums
}

function callUsage(event: Fields, index: number, place: SpendPlace): UsageRecord[] {
  if (event.text('event') !== 'model') return []
  const model = event.id('model')
  const output = event.object('output')
  const usage = inspectUsage(output.object('usage'), model)
  if (usage === null) return []
  const at = event.time('completed') ?? event.time('timestamp')
  const given = { at, model, role: event.id('role'), costPico: output.object('usage').pico('total_cost') }
  return [usageRecord({ nativeId: shortId(`${place.sessionKey}/call ${index}`), usage, ...given, ...place })]
}

/** Of a sample without events and sums, only the last answer's usage is known: a part of what was spent. */
function lastAnswer(sample: Fields, place: SpendPlace): UsageRecord[] {
  const output = sample.object('output')
  const usage = inspectUsage(output.object('usage'), output.id('model'))
  const nativeId = shortId(`${place.sessionKey}/answer`)
  const lowerBound = ['input', 'output']
  return usage === null ? [] : [usageRecord({ nativeId, usage, model: output.id('model'), lowerBound, ...place })]
}

function addsUp(calls: readonly UsageRecord[], sums: readonly UsageRecord[]): boolean {
  const total = (records: readonly UsageRecord[]) => {
    const sum = sumUsage(records.map(({ usage }) => usage))
    return `${sum.total} ${sum.output} ${sum.cacheRead ?? 0n}`
  }
  return total(calls) === total(sums)
}
