import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { BudgetsReply, type WhatIfInput, WhatIfReply } from './schema'

export const budgetKey = (fleet: Fleet) => ['budgets', fleet] as const

export const budgetsQuery = (fleet: Fleet) =>
  queryOptions({
    queryKey: budgetKey(fleet),
    queryFn: ({ signal }) => request(BudgetsReply, paths.api.budgets(fleet), { signal }),
    refetchInterval: pollEvery<BudgetsReply>(),
  })

export const whatIfQuery = (input: Omit<WhatIfInput, 'tz'>, fleet: Fleet) =>
  queryOptions({
    queryKey: ['budgets', fleet, 'what-if', input] as const,
    queryFn: ({ signal }) => request(WhatIfReply, paths.api.whatIf(fleet, input), { signal }),
    placeholderData: keepPreviousData,
  })
