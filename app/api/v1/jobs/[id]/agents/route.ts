import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { listJobAgents } from '@/lib/jobs/server/list-job-agents'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listJobAgents, listJobAgents),
})
