import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { listCandidates } from '@/lib/jobs/server/list-candidates'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listCandidates, listCandidates),
})
