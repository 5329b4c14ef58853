import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { getRawJob } from '@/lib/jobs/server/get-raw-job'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.getRawJob, getRawJob),
})
