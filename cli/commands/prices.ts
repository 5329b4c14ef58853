import type { Command } from 'commander'
import {
  type ComparisonReply,
  ModelPriceInput,
  type ModelPriceReply,
  type PricedWire,
  type PricesReply,
  type UnpricedWire,
} from '@/lib/prices/schema'
import { REASON_WORDS, uncomputedWords } from '@/lib/prices/words'
import { cost, count, plural, quoted, tokens } from '../amounts'
import { CommandError } from '../command-error'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { groupCommand } from '../group-command'
import { withFleet } from '../open-fleet'
import { print, printJson, tell } from '../output'
import { type Column, formatTable } from '../table'

/** `pitwall prices`: the table in force; `show MODEL`: one price; `reprice`: costs from another table beside the old. */
export function pricesCommand(): Command {
  return groupCommand(
    'prices',
    'price tables, the price of a model, and costs from another table beside the old ones',
    [listCommand(), showCommand(), repriceCommand()],
  )
}

const MODELS: readonly Column<PricesReply['models'][number]>[] = [
  { title: 'MODEL', value: ({ model }) => model ?? 'not recorded', max: 60 },
  { title: 'PROVIDER', value: ({ provider }) => provider ?? 'not recorded', max: 24 },
  { title: 'TOKENS', value: (row) => tokens(row.tokens), align: 'right' },
  { title: 'COST', value: (row) => cost(row.costMicroUsd, row.costIsLowerBound), align: 'right' },
  { title: 'EVENTS', value: (row) => count(row.events), align: 'right' },
  { title: 'WITHOUT A PRICE', value: (row) => count(row.unpricedEvents), align: 'right' },
]

const UNPRICED: readonly Column<UnpricedWire>[] = [
  { title: 'WITHOUT A PRICE', value: ({ model }) => model ?? 'not recorded', max: 60 },
  { title: 'PROVIDER', value: ({ provider }) => provider ?? 'not recorded', max: 24 },
  { title: 'TOKENS', value: (row) => tokens(row.tokens), align: 'right' },
  { title: 'EVENTS', value: (row) => count(row.events), align: 'right' },
  { title: 'WHY', value: ({ reason }) => REASON_WORDS[reason], max: 80 },
]

function listCommand(): Command {
  return defineCommand('list', 'the table in force, the known ones, models with and without a price').action(
    async (flags: CommonFlags) => {
      const { listPrices } = await import('@/lib/prices/server/list-prices')
      const prices = await withFleet(flags.fleet, listPrices)
      if (flags.json) printJson(prices)
      else print(listText(prices).join('\n'))
    },
  )
}

function listText({ active, tables, repricings, models, unpriced, events, unpricedEvents }: PricesReply): string[] {
  const own = active.ownPrices > 0 ? `, ${plural(active.ownPrices, 'own price')} over it` : ''
  const others = tables.filter((table) => !table.active)
  return [
    `In force: ${quoted(active.version)} (${quoted(active.source)})${own}`,
    ...others.map(({ version, source }) => `Known:    ${quoted(version)} (${quoted(source)})`),
    ...repricings.map(
      (each) =>
        `Repriced: ${quoted(each.priceTable)}, ${each.status}, ${count(each.events)} of ${plural(each.eventsTotal, 'event')}`,
    ),
    '',
    ...(models.length > 0 ? [formatTable(MODELS, models), ''] : []),
    ...(unpriced.length > 0 ? [formatTable(UNPRICED, unpriced), ''] : []),
    unpricedEvents > 0
      ? `${count(unpricedEvents)} of ${plural(events, 'event')} without a price: every cost they belong to is a lower bound.`
      : events === 0
        ? 'No usage yet.'
        : `All ${plural(events, 'event')} have a price.`,
  ]
}

function showCommand(): Command {
  return defineCommand('show', 'the price of one model')
    .argument('<model>', 'as it stands in the records')
    .option('--provider <provider>', 'who sends the bill')
    .option('--at <time>', 'a date or an ISO time (default: now)')
    .action(async (model: string, flags: CommonFlags & { provider?: string; at?: string }) => {
      const input = inputOf(ModelPriceInput, { model, provider: flags.provider, at: flags.at })
      const { getModelPrice } = await import('@/lib/prices/server/get-model-price')
      const price = await withFleet(flags.fleet, (ctx) => getModelPrice(ctx, input))
      if (flags.json) printJson(price)
      else print(priceText(price).join('\n'))
    })
}

type RateLine = { name: string } & PricedWire['perMillion']
const dollars = (amount: string | null) => (amount === null ? 'no price' : `$${amount}`)
const RATES: readonly Column<RateLine>[] = [
  { title: 'USD PER MILLION', value: ({ name }) => name },
  { title: 'INPUT', value: ({ input }) => dollars(input), align: 'right' },
  { title: 'CACHE READ', value: ({ cacheRead }) => dollars(cacheRead), align: 'right' },
  { title: 'CACHE WRITE 5M', value: ({ cacheWrite5m }) => dollars(cacheWrite5m), align: 'right' },
  { title: 'CACHE WRITE 1H', value: ({ cacheWrite1h }) => dollars(cacheWrite1h), align: 'right' },
  { title: 'OUTPUT', value: ({ output }) => dollars(output), align: 'right' },
  {
    title: 'REASONING',
    value: ({ reasoning }) => (reasoning === null ? 'as output' : dollars(reasoning)),
    align: 'right',
  },
]

function priceText({ priceTable, asked, found, standard, variants }: ModelPriceReply): string[] {
  if (!found) return [`${quoted(asked.model)} has no price at ${asked.at} in ${quoted(priceTable)}.`]
  const lines = (name: string, priced: PricedWire): RateLine[] => [
    { name, ...priced.perMillion },
    ...priced.tiers.map((tier) => ({ name: `${name} above ${count(tier.above)}`, ...tier.perMillion })),
  ]
  const from = found.own ? 'your own price' : `${quoted(found.provider)} ${quoted(found.model)}`
  return [
    `${quoted(asked.model)} at ${asked.at}: ${from} in ${quoted(priceTable)}`,
    '',
    formatTable(RATES, [
      ...(standard ? lines('standard', standard) : []),
      ...variants.flatMap((variant) => lines(variant.name, variant)),
    ]),
  ]
}

const ROWS: readonly Column<ComparisonReply['rows'][number]>[] = [
  { title: 'MODEL', value: ({ key }) => key ?? 'not recorded', max: 60 },
  { title: 'EVENTS', value: ({ events }) => count(events), align: 'right' },
  { title: 'AS IMPORTED', value: (row) => cost(row.costMicroUsd, row.costIsLowerBound), align: 'right' },
  {
    title: 'REPRICED',
    value: ({ repriced: [column] }) => cost(column?.costMicroUsd ?? null, column?.costIsLowerBound === true),
    align: 'right',
  },
  { title: 'GAP', value: ({ repriced: [column] }) => gap(column?.gapMicroUsd ?? null), align: 'right' },
  { title: 'WITHOUT A PRICE', value: ({ repriced: [column] }) => count(column?.unpricedEvents ?? 0), align: 'right' },
]

/** A difference; of events that have both costs. */
function gap(microUsd: number | null): string {
  if (microUsd === null) return 'none has both'
  return `${microUsd < 0 ? '-' : '+'}${cost(Math.abs(microUsd), false)}`
}

function repriceCommand(): Command {
  return defineCommand('reprice', 'compute every cost from another table, beside the old ones and never over them')
    .option('--prices <file>', "prices in LiteLLM's JSON, also .gz (default: the table in force)")
    .option('--price-overrides <file>', 'your own prices over it; "none" leaves them out')
    .action(async (flags: CommonFlags & { prices?: string }) => {
      const { readGivenPrices } = await import('../read-price-file')
      const given = await readGivenPrices(flags.prices)
      const reply = await withFleet(flags.fleet, async (ctx) => {
        const { askRepricing, finishRepricing } = await import('@/lib/ingest/reprice')
        const { comparePrices } = await import('@/lib/prices/server/compare-prices')
        const version = await askRepricing(ctx.db, given, ctx.now)
        let told = -1
        const state = await finishRepricing({
          ...{ db: ctx.db, version, now: () => new Date() },
          onProgress: ({ events, eventsTotal }) => {
            const percent = eventsTotal === 0 ? 100 : Math.floor((events / eventsTotal) * 100)
            if (percent - told < 10) return
            told = percent
            tell(`${count(events)} of ${plural(eventsTotal, 'event')}`)
          },
        })
        if (state.status === 'failed') throw new CommandError(`Not repriced: ${state.error ?? 'no reason given'}.`)
        return comparePrices(ctx, { groupBy: 'model', priceTable: version })
      })
      if (flags.json) printJson(reply)
      else print(comparisonText(reply).join('\n'))
    })
}

function comparisonText({ priceTable, repricings: [repricing], rows, totals }: ComparisonReply): string[] {
  const [column] = totals.repriced
  if (!column || !repricing) return ['Nothing was repriced.']
  return [
    formatTable(ROWS, [...rows, { ...totals, key: 'all' }]),
    '',
    `As imported by ${quoted(priceTable.version)}; repriced by ${quoted(column.priceTable)}, beside it: no cost was changed.`,
    `The gap is over the ${plural(column.bothEvents, 'event')} that have both costs.`,
    ...uncomputedWords(column, totals.events).map((line) => `${line}.`),
  ]
}
