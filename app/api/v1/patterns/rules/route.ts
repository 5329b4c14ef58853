import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { addRule, listRules } from '@/lib/patterns/server/change-rules'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listPatternRules, listRules),
  POST: route(ROUTES.addPatternRule, (ctx, input) => addRule(ctx, input, 'http')),
})
