'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { paths } from '@/lib/paths'
import { budgetKey } from './queries'
import { type AddBudgetInput, BudgetWire, RemovedBudget } from './schema'

/** Caps are set in the operator's own database, whichever fleet is shown. */
const FLEET = 'own'

function useBudgetChange<I, O>(change: (input: I) => Promise<O>, onDone: (done: O) => void) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (done) => {
      await cache.invalidateQueries({ queryKey: budgetKey(FLEET) })
      onDone(done)
    },
  })
}

/** Sets a cap. @param onDone gets the budget once the list shows it */
export const useAddBudget = (onDone: (budget: BudgetWire) => void) =>
  useBudgetChange(
    (body: Omit<AddBudgetInput, 'tz'>) => request(BudgetWire, paths.api.budgets(FLEET), { method: 'POST', body }),
    onDone,
  )

/** Takes a cap away. */
export const useRemoveBudget = (onDone: () => void) =>
  useBudgetChange((id: string) => request(RemovedBudget, paths.api.budget(id), { method: 'DELETE' }), onDone)
