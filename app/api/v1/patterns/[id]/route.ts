import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { getPattern } from '@/lib/patterns/server/get-pattern'
import { editPattern } from '@/lib/patterns/server/move-pattern'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.getPattern, getPattern),
  PATCH: route(ROUTES.editPattern, (ctx, input) => editPattern(ctx, input, 'http')),
})
