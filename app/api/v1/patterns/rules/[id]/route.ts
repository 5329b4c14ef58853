import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { withdrawRule } from '@/lib/patterns/server/change-rules'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(ROUTES.withdrawPatternRule, (ctx, input) => withdrawRule(ctx, input, 'http')),
})
