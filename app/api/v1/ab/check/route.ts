import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'
import { checkRuns } from '@/lib/pairs/server/check-runs'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(ROUTES.checkPair, (ctx, input) => checkRuns(ctx, input, 'http')),
})
