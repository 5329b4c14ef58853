import { removeBudget } from '@/lib/budgets/server/remove-budget'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(ROUTES.removeBudget, removeBudget),
})
