import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { getRevision } from '@/lib/live/server/get-revision'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.getRevision, getRevision),
})
