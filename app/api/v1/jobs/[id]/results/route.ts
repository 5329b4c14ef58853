import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { listResults } from '@/lib/jobs/server/list-results'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listResults, listResults),
})
