import { z } from 'zod'
import { ComparisonInput, ComparisonReply, ModelPriceInput, ModelPriceReply, PricesReply } from '@/lib/prices/schema'
import { contract } from './contract'

/** The doors to prices and budgets. */
export const BUDGET_ROUTES = {
  listPrices: contract({
    method: 'GET',
    path: '/prices',
    summary: 'The price table in force, the ones known, and which models of this database have a price',
    input: z.object({}),
    output: PricesReply,
    dependsOn: 'moment',
  }),
  getModelPrice: contract({
    method: 'GET',
    path: '/prices/models/{model}',
    summary: 'The price of one model at a time, by class, size of the request, service tier and speed',
    input: ModelPriceInput,
    output: ModelPriceReply,
    dependsOn: 'moment',
    volatile: ['asked.at'],
  }),
  comparePrices: contract({
    method: 'GET',
    path: '/prices/comparison',
    summary: 'Costs as imported beside what sources stated, what the table in force gives and what other tables give',
    input: ComparisonInput,
    output: ComparisonReply,
    csv: { list: 'rows', file: 'price-comparison' },
    dependsOn: 'moment',
  }),
} as const
