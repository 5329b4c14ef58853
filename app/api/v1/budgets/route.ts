import { addBudget } from '@/lib/budgets/server/add-budget'
import { listBudgets } from '@/lib/budgets/server/list-budgets'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listBudgets, listBudgets),
  POST: route(ROUTES.addBudget, addBudget),
})
