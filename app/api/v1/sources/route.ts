import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { listSources } from '@/lib/imports/server/list-sources'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.listSources, listSources),
})
