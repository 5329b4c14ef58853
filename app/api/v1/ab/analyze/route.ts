import { analyzePairs } from '@/lib/experiments/analyze-pairs'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(ROUTES.analyzePairs, async (_ctx, input) => analyzePairs(input)),
})
