import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { movePattern } from '@/lib/patterns/server/move-pattern'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(ROUTES.movePattern, (ctx, input) => movePattern(ctx, input, 'http')),
})
