import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { listJobMetrics } from '@/lib/jobs/server/list-job-metrics'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listJobMetrics, listJobMetrics),
})
