import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { mergePatterns } from '@/lib/patterns/server/change-rules'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(ROUTES.mergePatterns, (ctx, input) => mergePatterns(ctx, input, 'http')),
})
