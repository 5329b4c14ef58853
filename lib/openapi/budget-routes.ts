import { z } from 'zod'
import {
  AddBudgetInput,
  BudgetIdInput,
  BudgetsReply,
  BudgetWire,
  RemovedBudget,
  WhatIfInput,
  WhatIfReply,
} from '@/lib/budgets/schema'
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
  listBudgets: contract({
    method: 'GET',
    path: '/budgets',
    summary: 'Caps with what was used of them, the event that went over, and what the period may come to',
    input: z.object({}),
    output: BudgetsReply,
    csv: { list: 'items', file: 'budgets' },
    dependsOn: 'moment',
  }),
  addBudget: contract({
    method: 'POST',
    path: '/budgets',
    summary: 'Set a cap on tokens or dollars per run, job, project or day; it stops nothing, and tells what passed it',
    input: AddBudgetInput,
    output: BudgetWire,
    dependsOn: 'moment',
    status: 201,
  }),
  removeBudget: contract({
    method: 'DELETE',
    path: '/budgets/{id}',
    summary: 'Take a cap away',
    input: BudgetIdInput,
    output: RemovedBudget,
    dependsOn: 'moment',
  }),
  whatIf: contract({
    method: 'GET',
    path: '/budgets/what-if',
    summary: 'What a cap would have stopped: which runs, jobs, projects or days went over it, and what came after',
    input: WhatIfInput,
    output: WhatIfReply,
    dependsOn: 'moment',
  }),
} as const
