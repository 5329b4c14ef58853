import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { splitPattern } from '@/lib/patterns/server/change-rules'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(ROUTES.splitPattern, (ctx, input) => splitPattern(ctx, input, 'http')),
})
