import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { listJobs } from '@/lib/jobs/server/list-jobs'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listJobs, listJobs),
})
