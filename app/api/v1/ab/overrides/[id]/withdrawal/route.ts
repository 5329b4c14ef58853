import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { withdrawOverride } from '@/lib/pairs/server/withdraw-override'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(ROUTES.withdrawOverride, (ctx, input) => withdrawOverride(ctx, input, 'http')),
})
