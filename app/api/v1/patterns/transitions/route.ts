import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { movePatterns } from '@/lib/patterns/server/move-pattern'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(ROUTES.movePatterns, (ctx, input) => movePatterns(ctx, input, 'http')),
})
