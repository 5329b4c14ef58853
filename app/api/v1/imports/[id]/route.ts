import { methods } from '@/lib/http/server/methods'
import { route } from '@/lib/http/server/route'
import { getImport } from '@/lib/imports/server/get-import'
import { ROUTES } from '@/lib/openapi/routes'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(ROUTES.getImport, getImport),
})
