import { overrideExperiment } from '@/lib/experiments/server/override-experiment'
import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(ROUTES.overrideExperiment, (ctx, input) => overrideExperiment(ctx, input, 'http')),
})
