import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { getCandidateSeries } from '@/lib/jobs/server/get-candidate-series'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.getCandidateSeries, getCandidateSeries),
})
